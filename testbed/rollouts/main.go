// The Kruise Rollouts manager as a plain process outside any cluster: the same controllers and webhooks that upstream's manager starts,
// from the module github.com/openkruise/rollouts, with everything on loopback.
package main

import (
	"flag"
	"os"

	kruiseapps1 "github.com/openkruise/kruise-api/apps/v1alpha1"
	kruiseapps2 "github.com/openkruise/kruise-api/apps/v1beta1"
	rolloutapi "github.com/openkruise/rollouts/api"
	"github.com/openkruise/rollouts/pkg/controller/batchrelease"
	"github.com/openkruise/rollouts/pkg/controller/deployment"
	"github.com/openkruise/rollouts/pkg/controller/rollout"
	"github.com/openkruise/rollouts/pkg/controller/rollouthistory"
	"github.com/openkruise/rollouts/pkg/controller/trafficrouting"
	utilclient "github.com/openkruise/rollouts/pkg/util/client"
	utilfeature "github.com/openkruise/rollouts/pkg/util/feature"
	"github.com/openkruise/rollouts/pkg/webhook"
	"github.com/spf13/pflag"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/klog/v2"
	"k8s.io/klog/v2/klogr"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	gatewayv1beta1 "sigs.k8s.io/gateway-api/apis/v1beta1"
)

const loopback = "127.0.0.1"

func must(what string, err error) {
	if err != nil {
		klog.Errorf("%s: %v", what, err)
		klog.Flush()
		os.Exit(1)
	}
}

func main() {
	metrics := flag.String("metrics-bind-address", loopback+":18080", "where to serve metrics")
	probes := flag.String("health-probe-bind-address", loopback+":18081", "where to serve /healthz and /readyz")
	qps := flag.Float64("kube-api-qps", 200, "requests per second to the API server")
	burst := flag.Int("kube-api-burst", 400, "requests at once to the API server")
	utilfeature.DefaultMutableFeatureGate.AddFlag(pflag.CommandLine)
	klog.InitFlags(nil)
	pflag.CommandLine.AddGoFlagSet(flag.CommandLine)
	pflag.Parse()
	ctrl.SetLogger(klogr.New())

	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, kruiseapps1.AddToScheme,
		kruiseapps2.AddToScheme, rolloutapi.AddToScheme, gatewayv1beta1.AddToScheme, admissionregistrationv1.AddToScheme} {
		must("scheme", add(scheme))
	}

	cfg := ctrl.GetConfigOrDie() // --kubeconfig or KUBECONFIG
	cfg.UserAgent = "kruise-rollout"
	cfg.QPS, cfg.Burst = float32(*qps), *burst
	must("client registry", utilclient.NewRegistry(cfg))

	mgr, err := ctrl.NewManager(cfg, ctrl.Options{
		Scheme:                 scheme,
		MetricsBindAddress:     *metrics,
		HealthProbeBindAddress: *probes,
		NewClient:              utilclient.NewClient,
	})
	must("manager", err)
	must("rollout controller", (&rollout.RolloutReconciler{Client: mgr.GetClient(), Scheme: mgr.GetScheme(),
		Recorder: mgr.GetEventRecorderFor("rollout-controller")}).SetupWithManager(mgr))
	must("traffic routing controller", (&trafficrouting.TrafficRoutingReconciler{Client: mgr.GetClient(), Scheme: mgr.GetScheme(),
		Recorder: mgr.GetEventRecorderFor("trafficrouting-controller")}).SetupWithManager(mgr))
	must("batch release controller", batchrelease.Add(mgr))
	must("rollout history controller", rollouthistory.Add(mgr))
	must("advanced deployment controller", deployment.Add(mgr))
	must("webhooks", webhook.SetupWithManager(mgr))
	mgr.GetWebhookServer().Host = loopback // SetupWithManager has just set it to all interfaces
	must("healthz", mgr.AddHealthzCheck("healthz", healthz.Ping))
	must("readyz", mgr.AddReadyzCheck("readyz", mgr.GetWebhookServer().StartedChecker()))
	must("manager run", mgr.Start(ctrl.SetupSignalHandler()))
}
