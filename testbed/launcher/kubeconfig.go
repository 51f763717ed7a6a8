package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"os"
)

const kubeconfigText = `apiVersion: v1
kind: Config
clusters:
- name: %[6]s
  cluster:
    server: https://127.0.0.1:%[1]d
    certificate-authority-data: %[2]s
users:
- name: %[3]s
  user:
    client-certificate-data: %[4]s
    client-key-data: %[5]s
contexts:
- name: %[6]s
  context:
    cluster: %[6]s
    user: %[3]s
    namespace: default
current-context: %[6]s
`

// renderKubeconfig makes a file that stands alone: certificates inside, no paths.
func renderKubeconfig(name string, port int, user string, ca, crt, key []byte) []byte {
	encode := base64.StdEncoding.EncodeToString
	return fmt.Appendf(nil, kubeconfigText, port, encode(ca), user, encode(crt), encode(key), name)
}

// writeKubeconfigs writes one for each identity; the admin's is the instance's kubeconfig.
func (in instance) writeKubeconfigs(port int) error {
	keys := pki(in.path("pki"))
	ca, err := os.ReadFile(keys.crt("ca"))
	if err != nil {
		return err
	}
	for user := range clientSubjects {
		crt, err := os.ReadFile(keys.crt(user))
		if err != nil {
			return err
		}
		key, err := os.ReadFile(keys.key(user))
		if err != nil {
			return err
		}
		if err := writeFile(in.kubeconfigOf(user), renderKubeconfig("testbed", port, user, ca, crt, key), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (in instance) kubeconfigOf(user string) string {
	if user == "admin" {
		return in.kubeconfig()
	}
	return in.path("pki", user+".kubeconfig")
}

func printKubeconfig(in instance, stdout io.Writer) error {
	if !exists(in.kubeconfig()) {
		return fmt.Errorf("instance %s has no kubeconfig yet: bed up makes it", in.name)
	}
	fmt.Fprintln(stdout, in.kubeconfig())
	return nil
}
