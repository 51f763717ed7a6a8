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

// environment is small on purpose: KUBECONFIG, proxies or a ~/.kwok of the user's must not reach the plane.
func (c component) environment(in instance) []string {
	return append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + in.dir, "TMPDIR=" + os.TempDir()}, c.env...)
}

// components are in the order in which they start; they end in the reverse one.
func (in instance) components(built artifacts, p ports) []component {
	keys := pki(in.path("pki"))
	kubeconfig := func(user string) string { return "--kubeconfig=" + in.kubeconfigOf(user) }
	loopback := func(flag, port string) string { return fmt.Sprintf("--%s=127.0.0.1:%d", flag, p[port]) }
	url := func(port string) string { return fmt.Sprintf("http://127.0.0.1:%d", p[port]) }
	serving := []string{"--bind-address=127.0.0.1", "--tls-cert-file=" + keys.crt("serving"), "--tls-private-key-file=" + keys.key("serving")}
	securePort := func(port string) string { return fmt.Sprintf("--secure-port=%d", p[port]) }

	return []component{{
		name: "etcd", exe: built.plane, dir: in.dir,
		args:  []string{"etcd", "--data-dir", in.path("etcd"), "--client", url("etcd"), "--peer", url("etcd-peer")},
		ports: []int{p["etcd"], p["etcd-peer"]}, scheme: "http", health: "/health",
		patience: 20 * time.Second,
	}, {
		name: "kube-apiserver", exe: built.plane, dir: in.dir,
		args: append([]string{"kube-apiserver", securePort("apiserver"),
			"--etcd-servers=" + url("etcd"),
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
		args: append([]string{"kube-controller-manager", securePort("kcm"), kubeconfig("kcm"),
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
		args: append([]string{"kube-scheduler", securePort("scheduler"), kubeconfig("scheduler"),
			"--leader-elect=false",
			"--kube-api-qps=100", "--kube-api-burst=200",
		}, serving...),
		ports: []int{p["scheduler"]}, scheme: "https", health: "/readyz",
		patience: 10 * time.Second,
	}, {
		name: "kwok", exe: built.kwok, dir: in.dir,
		args: []string{kubeconfig("kwok"), loopback("server-address", "kwok"),
			"--manage-all-nodes=true", "--cidr=" + podRange, "--node-ip=" + nodeIP,
			// No leases: kwok takes a new identity at each start, and would leave the nodes alone until its old leases run out.
			// Heartbeats come seldom then, see the grace period above.
			"--node-lease-duration-seconds=0",
		},
		ports: []int{p["kwok"]}, scheme: "http", health: "/readyz",
		patience: 10 * time.Second,
	}, {
		name: managerName, exe: built.rollouts, dir: built.upstream.dir, // it looks for lua_configuration in its working folder
		args: []string{kubeconfig("rollouts"),
			"--feature-gates=AdvancedDeployment=true", // as in upstream's manifest; needed for Deployments without extra ones
			"--kube-api-qps=200", "--kube-api-burst=400",
			loopback("health-probe-bind-address", "rollouts-probe"),
			loopback("metrics-bind-address", "rollouts-metrics"),
			"-v=3",
		},
		env: []string{
			"WEBHOOK_HOST=127.0.0.1", // makes the manager write the webhooks as URLs instead of a Service
			fmt.Sprintf("WEBHOOK_PORT=%d", p["rollouts-webhook"]),
			"WEBHOOK_CERT_DIR=" + in.webhookCerts(),
			"POD_NAMESPACE=kruise-rollout",
		},
		ports: []int{p["rollouts-probe"], p["rollouts-metrics"], p["rollouts-webhook"]}, scheme: "http", health: "/readyz",
		patience: 20 * time.Second,
	}}
}

const managerName = "kruise-rollouts"

// webhookCerts is where the manager keeps the certificate that it makes for its webhooks.
func (in instance) webhookCerts() string  { return in.path("pki", "webhook") }
func (in instance) webhookCAFile() string { return filepath.Join(in.webhookCerts(), "ca-cert.pem") }
