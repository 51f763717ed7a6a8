package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"
)

func TestCertificatesFitTheirCAAndAreKept(t *testing.T) {
	keys := pki(t.TempDir())
	if err := keys.ensure(); err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	ca, err := os.ReadFile(keys.crt("ca"))
	if err != nil || !roots.AppendCertsFromPEM(ca) {
		t.Fatal("no CA", err)
	}
	load := func(name string) *x509.Certificate {
		t.Helper()
		pair, err := tls.LoadX509KeyPair(keys.crt(name), keys.key(name))
		if err != nil {
			t.Fatal(err)
		}
		return pair.Leaf
	}
	for _, host := range []string{"127.0.0.1", "localhost", "kubernetes.default.svc"} {
		if _, err := load("serving").Verify(x509.VerifyOptions{Roots: roots, DNSName: host}); err != nil {
			t.Errorf("serving as %s: %v", host, err)
		}
	}
	for name, subject := range clientSubjects {
		usage := []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
		certificate := load(name)
		if _, err := certificate.Verify(x509.VerifyOptions{Roots: roots, KeyUsages: usage}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if certificate.Subject.CommonName != subject.CommonName {
			t.Errorf("%s is %q", name, certificate.Subject.CommonName)
		}
	}
	for _, file := range []string{keys.key("ca"), keys.key("admin"), keys.key("service-account")} {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
		if key, _ := os.ReadFile(file); !bytes.HasPrefix(key, []byte("-----BEGIN EC PRIVATE KEY-----")) {
			t.Errorf("%s is in a form that Java clients take for RSA", file)
		}
	}

	before := contents(t, string(keys))
	if err := os.Remove(keys.crt("kwok")); err != nil {
		t.Fatal(err)
	}
	if err := keys.ensure(); err != nil {
		t.Fatal(err)
	}
	for path, now := range contents(t, string(keys)) {
		name := filepath.Base(path)
		changed := !bytes.Equal(now, before[path])
		if wanted := name == "kwok.crt" || name == "kwok.key"; changed != wanted {
			t.Errorf("%s changed: %t, wanted %t", name, changed, wanted)
		}
	}
}

func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found[file] = data
	}
	return found
}

func TestRenderKubeconfig(t *testing.T) {
	const wanted = `apiVersion: v1
kind: Config
clusters:
- name: testbed
  cluster:
    server: https://127.0.0.1:20001
    certificate-authority-data: Y2E=
users:
- name: admin
  user:
    client-certificate-data: Y3J0
    client-key-data: a2V5
contexts:
- name: testbed
  context:
    cluster: testbed
    user: admin
    namespace: default
current-context: testbed
`
	if got := string(renderKubeconfig("testbed", 20001, "admin", []byte("ca"), []byte("crt"), []byte("key"))); got != wanted {
		t.Errorf("got:\n%s", got)
	}
}
