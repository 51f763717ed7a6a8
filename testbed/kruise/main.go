// The OpenKruise manager as a plain process outside any cluster: the same controllers and webhooks that upstream's manager starts, from
// the module github.com/openkruise/kruise, with everything on loopback.
package main

import (
	"flag"
	"os"
	_ "time/tzdata" // upstream links it in, for the time zones of AdvancedCronJob

	appsv1alpha1 "github.com/openkruise/kruise/apis/apps/v1alpha1"
	appsv1beta1 "github.com/openkruise/kruise/apis/apps/v1beta1"
	policyv1alpha1 "github.com/openkruise/kruise/apis/policy/v1alpha1"
	extclient "github.com/openkruise/kruise/pkg/client"
	"github.com/openkruise/kruise/pkg/control/pubcontrol"
	"github.com/openkruise/kruise/pkg/controller"
	"github.com/openkruise/kruise/pkg/features"
	"github.com/openkruise/kruise/pkg/util"
	utilclient "github.com/openkruise/kruise/pkg/util/client"
	"github.com/openkruise/kruise/pkg/util/controllerfinder"
	utilfeature "github.com/openkruise/kruise/pkg/util/feature"
	"github.com/openkruise/kruise/pkg/util/fieldindex"
	"github.com/openkruise/kruise/pkg/webhook"
	webhookutil "github.com/openkruise/kruise/pkg/webhook/util"
	"github.com/spf13/pflag"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/klog/v2"
	"k8s.io/klog/v2/klogr"
	"k8s.io/kubernetes/pkg/capabilities"
	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	ctrlwebhook "sigs.k8s.io/controller-runtime/pkg/webhook"
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
	metrics := flag.String("metrics-addr", loopback+":18082", "where to serve metrics")
	probes := flag.String("health-probe-addr", loopback+":18083", "where to serve /readyz")
	qps := flag.Float64("rest-config-qps", 200, "requests per second to the API server")
	burst := flag.Int("rest-config-burst", 400, "requests at once to the API server")
	utilfeature.DefaultMutableFeatureGate.AddFlag(pflag.CommandLine)
	klog.InitFlags(nil)
	pflag.CommandLine.AddGoFlagSet(flag.CommandLine)
	pflag.Parse()
	ctrl.SetLogger(klogr.New())
	features.SetDefaultFeatureGates()
	capabilities.Initialize(capabilities.Capabilities{AllowPrivileged: true})

	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, appsv1alpha1.AddToScheme,
		appsv1beta1.AddToScheme, policyv1alpha1.AddToScheme} {
		must("scheme", add(scheme))
	}
	for _, add := range []func(*runtime.Scheme) error{appsv1alpha1.AddToScheme, appsv1beta1.AddToScheme} {
		must("scheme of the typed clients", add(clientgoscheme.Scheme))
	}
	scheme.AddUnversionedTypes(metav1.SchemeGroupVersion, &metav1.UpdateOptions{}, &metav1.DeleteOptions{}, &metav1.CreateOptions{})

	ctx := ctrl.SetupSignalHandler()
	cfg := ctrl.GetConfigOrDie() // --kubeconfig or KUBECONFIG
	cfg.UserAgent = "kruise-manager"
	cfg.QPS, cfg.Burst = float32(*qps), *burst
	must("client registry", extclient.NewRegistry(cfg))
	must("protection logger", util.InitProtectionLogger())

	mgr, err := ctrl.NewManager(cfg, ctrl.Options{
		Scheme:                 scheme,
		Metrics:                metricsserver.Options{BindAddress: *metrics},
		HealthProbeBindAddress: *probes,
		NewCache:               utilclient.NewCache,
		WebhookServer: ctrlwebhook.NewServer(ctrlwebhook.Options{
			Host: loopback, Port: webhookutil.GetPort(), CertDir: webhookutil.GetCertDir()}),
	})
	must("manager", err)
	must("controller finder", controllerfinder.InitControllerFinder(mgr))
	pubcontrol.InitPubControl(mgr.GetClient(), controllerfinder.Finder, mgr.GetEventRecorderFor("pub-controller"))
	must("field indexes", fieldindex.RegisterFieldIndexes(mgr.GetCache()))
	must("webhooks", webhook.SetupWithManager(mgr))
	must("webhook configurations", webhook.Initialize(ctx, cfg)) // makes the certificate, too
	must("readyz", mgr.AddReadyzCheck("webhook-ready", webhook.Checker))
	go func() { // the controllers come after the webhooks, which only answer once the manager runs
		must("wait for the webhooks", webhook.WaitReady())
		must("controllers", controller.SetupWithManager(mgr))
	}()
	must("manager run", mgr.Start(ctx))
}
