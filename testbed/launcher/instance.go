package main

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// instance is one control plane: a folder with its ports, certificates, kubeconfigs, records of processes, logs and etcd's data.
type instance struct {
	home home
	name string
	dir  string
	// published is the port on which the API server can be reached from outside; 0, as ever but in a container: loopback alone
	published int
	// hosts are the names by which it is reached there
	hosts []string
	// bare says that Kruise Rollouts is not installed: whoever uses the instance does that
	bare bool
}

func (h home) instance(name string) instance {
	return instance{home: h, name: name, dir: filepath.Join(h.instances(), name)}
}

func (in instance) path(parts ...string) string {
	return filepath.Join(append([]string{in.dir}, parts...)...)
}

func (in instance) kubeconfig() string        { return in.path("kubeconfig") }
func (in instance) log(process string) string { return in.path("logs", process+".log") }

// installed is the file that says which manifests of a product the instance has been set up with.
func (in instance) installed(p product) string {
	if p.part.name == rolloutsPart.name {
		return in.path("installed") // the name from before there was a second product
	}
	return in.path("installed-" + p.part.name)
}

// hasKruise tells whether OpenKruise belongs to the instance. Once it does, it does so until a purge: without its manager nobody would
// answer its webhooks, and the API server would refuse every new pod.
func (in instance) hasKruise() bool { return exists(in.path("with-kruise")) }

// products are those that the instance runs, in the order in which their managers start.
func (in instance) products() []product {
	if in.hasKruise() {
		return []product{kruiseProduct, rolloutsProduct}
	}
	return []product{rolloutsProduct}
}

func (in instance) addKruise() error { return writeFile(in.path("with-kruise"), nil, 0o644) }

// make creates the folders. They hold private keys, so they are closed to others.
func (in instance) make() error {
	for _, dir := range []string{"", "logs", "processes", "pki"} {
		if err := os.MkdirAll(in.path(dir), 0o700); err != nil {
			return err
		}
	}
	return nil
}

// lock keeps two commands from changing the same instance at once. It lies outside the folder, which a purge removes.
func (in instance) lock(progress *progress) (unlock func(), err error) {
	return in.home.lock("instance-"+in.name, 10*time.Minute, progress)
}

// logNames are the processes that have a log, in the order of their names.
func (in instance) logNames() []string {
	files, _ := filepath.Glob(in.log("*"))
	var names []string
	for _, file := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(file), ".log"))
	}
	return names
}
