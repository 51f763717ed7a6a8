package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// component is one process of the control plane: how to start it, and where it says that it is well.
type component struct {
	name string
	exe  string
	args []string
	env  []string
	dir  string
	// ports that it listens on; the first one answers at health
	ports  []int
	scheme string
	health string
	// patience is the time for a graceful end
	patience time.Duration
}

const (
	serviceRange = "10.96.0.0/16"
	serviceIP    = "10.96.0.1" // the first of the range belongs to the apiserver
	podRange     = "10.0.0.1/16"
	nodeIP       = "10.0.0.1"
)

func (c component) healthURL() string {
	return fmt.Sprintf("%s://127.0.0.1:%d%s", c.scheme, c.ports[0], c.health)
}

// environment is small on purpose: KUBECONFIG, proxies or a ~/.kwok of the user's must not reach the plane. ZONEINFO, where Go looks for
// time zones that the system does not have, is set in the image alone.
func (c component) environment(in instance) []string {
	return append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + in.dir, "TMPDIR=" + os.TempDir(), "ZONEINFO=" + os.Getenv("ZONEINFO")}, c.env...)
}

// components are in the order in which they start; they end in the reverse one. The managers come last.
func (in instance) components(built artifacts, p ports) []component {
	all := in.plane(built, p)
	if in.hasKruise() {
		all = append(all, in.kruiseManager(built, p))
	}
	return append(all, in.rolloutsManager(built, p))
}

// plane is Kubernetes, with kwok in place of kubelets.
func (in instance) plane(built artifacts, p ports) []component {
	keys := pki(in.path("pki"))
	url := func(port string) string { return fmt.Sprintf("http://127.0.0.1:%d", p[port]) }
	apiserverAddress := "127.0.0.1"
	if in.published != 0 {
		apiserverAddress = "0.0.0.0"
	}
	serving := []string{"--tls-cert-file=" + keys.crt("serving"), "--tls-private-key-file=" + keys.key("serving")}
	securePort := func(port string) string { return fmt.Sprintf("--secure-port=%d", p[port]) }

	return []component{{
		name: "etcd", exe: built.plane, dir: in.dir,
		args:  []string{"etcd", "--data-dir", in.path("etcd"), "--client", url("etcd"), "--peer", url("etcd-peer")},
		ports: []int{p["etcd"], p["etcd-peer"]}, scheme: "http", health: "/health",
		patience: 20 * time.Second,
	}, {
		name: "kube-apiserver", exe: built.plane, dir: in.dir,
		args: append([]string{"kube-apiserver", securePort("apiserver"), "--bind-address=" + apiserverAddress,
			"--etcd-servers=" + url("etcd"),
			"--etcd-compaction-interval=1m", // five by default; a test that waits for the past to be forgotten waits less
			"--advertise-address=127.0.0.1",
			"--endpoint-reconciler-type=none", // nothing in a pod calls it, and loopback is no valid endpoint
			"--service-cluster-ip-range=" + serviceRange,
			"--authorization-mode=RBAC",
			"--client-ca-file=" + keys.crt("ca"),
			"--service-account-issuer=https://kubernetes.default.svc",
			"--service-account-key-file=" + in.path("pki", "service-account.pub"),
			"--service-account-signing-key-file=" + keys.key("service-account"),
		}, serving...),
		ports: []int{p["apiserver"]}, scheme: "https", health: "/readyz",
		patience: 30 * time.Second,
	}, {
		name: "kube-controller-manager", exe: built.plane, dir: in.dir,
		args: append([]string{"kube-controller-manager", securePort("kcm"), "--bind-address=127.0.0.1", in.kubeconfigFlag("kcm"),
			"--leader-elect=false",
			"--use-service-account-credentials",
			"--service-account-private-key-file=" + keys.key("service-account"),
			"--root-ca-file=" + keys.crt("ca"),
			"--cluster-signing-cert-file=" + keys.crt("ca"),
			"--cluster-signing-key-file=" + keys.key("ca"),
			"--kube-api-qps=100", "--kube-api-burst=200",
			// A node counts as lost after this long without a heartbeat, and its pods become unready for good: kwok, unlike a
			// kubelet, never takes that back. A machine asleep, or kwok started anew, must not cause it.
			"--node-monitor-grace-period=24h",
		}, serving...),
		ports: []int{p["kcm"]}, scheme: "https", health: "/healthz",
		patience: 10 * time.Second,
	}, {
		name: "kube-scheduler", exe: built.plane, dir: in.dir,
		args: append([]string{"kube-scheduler", securePort("scheduler"), "--bind-address=127.0.0.1", in.kubeconfigFlag("scheduler"),
			"--leader-elect=false",
			"--kube-api-qps=100", "--kube-api-burst=200",
		}, serving...),
		ports: []int{p["scheduler"]}, scheme: "https", health: "/readyz",
		patience: 10 * time.Second,
	}, {
		name: "kwok", exe: built.kwok, dir: in.dir,
		args: []string{in.kubeconfigFlag("kwok"), p.flag("server-address", "kwok"),
			"--manage-all-nodes=true", "--cidr=" + podRange, "--node-ip=" + nodeIP,
			// No leases: kwok takes a new identity at each start, and would leave the nodes alone until its old leases run out.
			// Heartbeats come seldom then, see the grace period above.
			"--node-lease-duration-seconds=0",
		},
		ports: []int{p["kwok"]}, scheme: "http", health: "/readyz",
		patience: 10 * time.Second,
	}}
}

const (
	rolloutsProcess = "kruise-rollouts"
	kruiseProcess   = "kruise-manager"
)

func (in instance) rolloutsManager(built artifacts, p ports) component {
	return component{
		name: rolloutsProcess, exe: built.rollouts, dir: built.upstream.dir, // it looks for lua_configuration in its working folder
		args: []string{in.kubeconfigFlag("rollouts"),
			"--feature-gates=AdvancedDeployment=true", // as in upstream's manifest; needed for Deployments without extra ones
			"--kube-api-qps=200", "--kube-api-burst=400",
			p.flag("health-probe-bind-address", "rollouts-probe"),
			p.flag("metrics-bind-address", "rollouts-metrics"),
			"-v=3",
		},
		env:   in.webhookEnvironment(rolloutsProduct, p, "kruise-rollout"),
		ports: []int{p["rollouts-probe"], p["rollouts-metrics"], p["rollouts-webhook"]}, scheme: "http", health: "/readyz",
		patience: 20 * time.Second,
	}
}

func (in instance) kruiseManager(built artifacts, p ports) component {
	return component{
		name: kruiseProcess, exe: built.kruise, dir: in.dir,
		// The feature gates stay as they are by default, which is what upstream's chart installs too.
		args: []string{in.kubeconfigFlag("kruise"),
			"--rest-config-qps=200", "--rest-config-burst=400",
			p.flag("health-probe-addr", "kruise-probe"),
			p.flag("metrics-addr", "kruise-metrics"),
			"-v=3",
		},
		env:   in.webhookEnvironment(kruiseProduct, p, "kruise-system"),
		ports: []int{p["kruise-probe"], p["kruise-metrics"], p["kruise-webhook"]}, scheme: "http", health: "/readyz",
		patience: 20 * time.Second,
	}
}

// webhookEnvironment is what both managers go by when they set up their webhooks.
func (in instance) webhookEnvironment(of product, p ports, namespace string) []string {
	return []string{
		"WEBHOOK_HOST=127.0.0.1", // makes the manager write the webhooks as URLs instead of a Service
		fmt.Sprintf("WEBHOOK_PORT=%d", p[of.port]),
		"WEBHOOK_CERT_DIR=" + in.webhookCerts(of),
		"POD_NAMESPACE=" + namespace,
	}
}

func (in instance) kubeconfigFlag(user string) string { return "--kubeconfig=" + in.kubeconfigOf(user) }

// flag tells a process to listen on the port of that name.
func (p ports) flag(name, port string) string { return fmt.Sprintf("--%s=127.0.0.1:%d", name, p[port]) }

// webhookCerts is where a manager keeps the certificate that it makes for its webhooks.
func (in instance) webhookCerts(of product) string { return in.path("pki", of.caDir) }

func (in instance) webhookCAFile(of product) string {
	return filepath.Join(in.webhookCerts(of), "ca-cert.pem")
}
