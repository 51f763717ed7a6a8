package main

import "context"

// product is an upstream project whose manager the testbed runs, with what the launcher has to know of its manifests.
type product struct {
	part  part
	title string
	// process is the name of its manager among the components
	process string
	// port is the name of the port on which its webhooks listen, caDir the folder in pki/ where it keeps their certificate
	port, caDir string
	// leftOut are the kinds that would run it inside the cluster, or lead to it there: here it is a process beside the cluster
	leftOut []string
	// folders of the module that are wanted beside the manifests
	folders []string
	// configuration is how the names of both its webhook configurations begin
	configuration string
	// crds are those that must be there before anything works; the manager converts some of them between versions
	crds, converted []string
	// pausing are the processes that must not run while its manifests are put in
	pausing []string
	// answers tells what is amiss with its webhooks
	answers func(context.Context, client) error
}

var rolloutsProduct = product{
	part: rolloutsPart, title: "Kruise Rollouts", process: rolloutsProcess,
	port: "rollouts-webhook", caDir: "webhook",
	leftOut:       []string{"Deployment", "Service"},
	folders:       []string{"lua_configuration"},
	configuration: "kruise-rollout",
	crds:          []string{"rollouts.rollouts.kruise.io", "batchreleases.rollouts.kruise.io"},
	converted:     []string{"rollouts.rollouts.kruise.io", "batchreleases.rollouts.kruise.io"},
	pausing:       []string{rolloutsProcess},
	answers:       rolloutsAnswers,
}

var kruiseProduct = product{
	part: kruisePart, title: "OpenKruise", process: kruiseProcess,
	port: "kruise-webhook", caDir: "webhook-kruise",
	leftOut:       []string{"DaemonSet", "Deployment", "Service"},
	configuration: "kruise",
	crds:          []string{"clonesets.apps.kruise.io", "daemonsets.apps.kruise.io", "statefulsets.apps.kruise.io"},
	converted:     []string{"statefulsets.apps.kruise.io"},
	// The manager of Kruise Rollouts leaves out the kinds that are absent when it starts, so it has to start anew.
	pausing: []string{rolloutsProcess, kruiseProcess},
	answers: kruiseAnswers,
}

const (
	webhookConfigurations = "/apis/admissionregistration.k8s.io/v1/"
	crdPath               = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/"
)

func (p product) mutatingPath() string {
	return webhookConfigurations + "mutatingwebhookconfigurations/" + p.configuration + "-mutating-webhook-configuration"
}

func (p product) validatingPath() string {
	return webhookConfigurations + "validatingwebhookconfigurations/" + p.configuration + "-validating-webhook-configuration"
}

// essential are the objects without which the manifests count as not installed: a test may have removed them.
func (p product) essential() []string {
	paths := []string{p.mutatingPath(), p.validatingPath()}
	for _, crd := range p.crds {
		paths = append(paths, crdPath+crd)
	}
	return paths
}
