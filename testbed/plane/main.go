// One binary with the pieces of a Kubernetes control plane, chosen by its first argument or by the name it is called by:
//
//	plane etcd | kube-apiserver | kube-controller-manager | kube-scheduler | kubectl [flags]
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

// Functions, as building a command registers flags and metrics that those of the others would clash with.
var pieces = map[string]func() *cobra.Command{
	"etcd":                    etcdCommand,
	"kube-apiserver":          apiserver.NewAPIServerCommand,
	"kube-controller-manager": controllermanager.NewControllerManagerCommand,
	"kube-scheduler":          func() *cobra.Command { return scheduler.NewSchedulerCommand() },
	"kubectl":                 func() *cobra.Command { return kubectl.NewDefaultKubectlCommand() },
}

func main() {
	name := filepath.Base(os.Args[0])
	if pieces[name] == nil && len(os.Args) > 1 {
		name = os.Args[1]
		os.Args = os.Args[1:]
	}
	piece := pieces[name]
	if piece == nil {
		fmt.Fprintln(os.Stderr, "usage: plane etcd | kube-apiserver | kube-controller-manager | kube-scheduler | kubectl [flags]")
		os.Exit(2)
	}
	os.Exit(cli.Run(piece()))
}
