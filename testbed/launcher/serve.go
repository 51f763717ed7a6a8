package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// What Testcontainers' K3sContainer expects of a container, and the image made by "bed image" gives: the API server on this port, the
// admin's kubeconfig in this file, with a context of this name, and this line in the log when all is ready.
const (
	k3sPort       = 6443
	k3sKubeconfig = "/etc/rancher/k3s/k3s.yaml"
	k3sContext    = "default"
	k3sReady      = "Node controller sync successful"
)

const (
	servedNodes   = 3
	lookEvery     = time.Second
	imageUpstream = "rollouts" // the folder of upstream's files within the image's manifests
)

// packed are the artifacts at their places within the image.
func (h home) packed() artifacts {
	bin := func(name string) string { return filepath.Join(h.bin(), name) }
	return artifacts{plane: bin("plane"), kwok: bin("kwok"), rollouts: bin("rollouts"),
		upstream: upstream{rolloutsProduct, filepath.Join(h.manifests(), imageUpstream)}}
}

// What the environment variable BED_ROLLOUTS may say of Kruise Rollouts in a container.
const (
	rolloutsPresent = "present" // it is there, as in "bed up"; also when the variable is empty
	rolloutsAbsent  = "absent"  // it is not there; it may be installed, and nobody runs it
	rolloutsPlayed  = "played"  // the same, and once its Deployment is available, its manager runs beside the cluster, in the pod's stead
)

// serve is the first process of a container: it brings the instance up, and stays until it is told to end or a process has ended.
func serve(in instance, args []string, progress *progress) error {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	rollouts := cmp.Or(os.Getenv("BED_ROLLOUTS"), rolloutsPresent)
	if !slices.Contains([]string{rolloutsPresent, rolloutsAbsent, rolloutsPlayed}, rollouts) {
		return fmt.Errorf("BED_ROLLOUTS=%s: present, absent or played is wanted", rollouts)
	}
	in.published, in.hosts, in.bare = k3sPort, sans(args), rollouts != rolloutsPresent
	built := in.home.packed()
	if err := in.make(); err != nil {
		return err
	}
	if err := writeJSON(in.path("ports.json"), ports{"apiserver": k3sPort}); err != nil {
		return err
	}
	if err := bringUp(in, built, servedNodes, progress); err != nil {
		return fmt.Errorf("the test bed did not come up in its container. %w", err)
	}
	if err := in.writeK3sKubeconfig(); err != nil {
		return err
	}
	chosen, err := in.readPorts()
	if err != nil {
		return err
	}
	r := &rise{in: in, progress: progress, expected: in.plane(built, chosen)}
	if !in.bare {
		r.expected = append(r.expected, in.rolloutsManager(built, chosen))
	}
	if r.client, err = in.client(chosen); err != nil {
		return err
	}
	progress.say("%s: up (this is the testbed of Kruise Rollouts for Java, not k3s, and says the line that Testcontainers waits for)", k3sReady)
	waiting := rollouts == rolloutsPlayed
	for {
		select {
		case <-stop:
			return stopAll(in, progress)
		case <-time.After(lookEvery):
		}
		if err := r.casualty(); err != nil {
			return err
		}
		if waiting {
			if gates, ok := r.client.deployedGates(); ok {
				waiting = false
				manager := in.rolloutsManager(built, chosen)
				manager.args = append(slices.DeleteFunc(manager.args, isGates), gates...)
				if err := r.launch(manager); err != nil {
					return err
				}
			}
		}
	}
}

// deployedGates tells whether the Deployment of upstream's manifests is available, and which feature gates it asks for.
func (c client) deployedGates() ([]string, bool) {
	const path = "/apis/apps/v1/namespaces/kruise-rollout/deployments/kruise-rollout-controller-manager"
	var deployment struct {
		Spec struct {
			Template struct {
				Spec struct{ Containers []struct{ Args []string } }
			}
		}
		Status struct{ AvailableReplicas int }
	}
	ctx, cancel := context.WithTimeout(context.Background(), askLimit)
	defer cancel()
	if c.get(ctx, path, &deployment) != nil || deployment.Status.AvailableReplicas == 0 {
		return nil, false
	}
	var gates []string
	for _, container := range deployment.Spec.Template.Spec.Containers {
		for _, arg := range container.Args {
			if isGates(arg) {
				gates = append(gates, arg)
			}
		}
	}
	return gates, true
}

func isGates(arg string) bool { return strings.HasPrefix(arg, "--feature-gates=") }

// sans are the names that k3s's options ask for in the certificate. The others are about what only k3s has.
func sans(args []string) []string {
	var hosts []string
	for i, arg := range args {
		if host, ok := strings.CutPrefix(arg, "--tls-san="); ok {
			hosts = append(hosts, host)
		} else if arg == "--tls-san" && i+1 < len(args) {
			hosts = append(hosts, args[i+1])
		}
	}
	return hosts
}

func (in instance) writeK3sKubeconfig() error {
	keys := pki(in.path("pki"))
	var parts [3][]byte
	for i, path := range []string{keys.crt("ca"), keys.crt("admin"), keys.key("admin")} {
		var err error
		if parts[i], err = os.ReadFile(path); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(k3sKubeconfig), 0o755); err != nil {
		return err
	}
	return writeFile(k3sKubeconfig, renderKubeconfig(k3sContext, k3sPort, "admin", parts[0], parts[1], parts[2]), 0o600)
}
