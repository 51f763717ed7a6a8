package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"
)

// printLogs shows the end of every log, or one log as a whole.
func printLogs(in instance, names []string, stdout io.Writer) error {
	known := in.logNames()
	if len(names) == 0 {
		for _, name := range known {
			fmt.Fprintf(stdout, "==> %s <==\n%s\n\n", in.log(name), tail(in.log(name), 10))
		}
		return nil
	}
	if !slices.Contains(known, names[0]) {
		return fmt.Errorf("instance %s has no log %q; it has: %s", in.name, names[0], strings.Join(known, ", "))
	}
	log, err := os.Open(in.log(names[0]))
	if err != nil {
		return err
	}
	defer log.Close()
	_, err = io.Copy(stdout, log)
	return err
}

func printEnv(in instance, stdout io.Writer) error {
	kruise := "0"
	if in.hasKruise() {
		kruise = "1"
	}
	lines := [][2]string{
		{"KRUISE_TESTBED_HOME", in.home.dir},
		{"BED_NAME", in.name},
		{"BED_INSTANCE", in.dir},
		{"BED_KUBECONFIG", in.kubeconfig()},
		{"BED_KUBECTL", in.home.kubectl()},
		{"BED_KRUISE", kruise},
	}
	for _, version := range []struct{ key, part, module string }{
		{"BED_KUBERNETES_VERSION", planePart.name, kubernetesModule},
		{"BED_ETCD_VERSION", planePart.name, etcdModule},
		{"BED_KWOK_VERSION", kwokPart.name, kwokModule},
		{"BED_ROLLOUTS_VERSION", rolloutsPart.name, rolloutsModule},
		{"BED_KRUISE_VERSION", kruisePart.name, kruiseModule},
	} {
		value, err := in.home.version(version.part, version.module)
		if err != nil {
			return err
		}
		lines = append(lines, [2]string{version.key, value})
	}
	for _, line := range lines {
		fmt.Fprintf(stdout, "%s=%s\n", line[0], line[1])
	}
	return nil
}

// kubectlEnv also gives each instance a discovery cache of its own: kubectl's usual one goes by host and port, which instances reuse.
func (in instance) kubectlEnv() []string {
	return []string{"KUBECONFIG=" + in.kubeconfig(), "KUBECACHEDIR=" + in.path("kubectl-cache")}
}

// execKubectl becomes kubectl, so that its input, output, signals and exit code are the caller's.
func execKubectl(in instance, args []string) error {
	if !exists(in.kubeconfig()) || !exists(in.home.kubectl()) {
		return fmt.Errorf("instance %s does not exist: bed up makes it", in.name)
	}
	environment := slices.DeleteFunc(os.Environ(), func(entry string) bool {
		return strings.HasPrefix(entry, "KUBECONFIG=") || strings.HasPrefix(entry, "KUBECACHEDIR=")
	})
	err := syscall.Exec(in.home.kubectl(), append([]string{"kubectl"}, args...), append(environment, in.kubectlEnv()...))
	return fmt.Errorf("%s cannot be run: %w", in.home.kubectl(), err)
}
