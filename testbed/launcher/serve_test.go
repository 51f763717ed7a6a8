package main

import (
	"crypto/x509"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestNamesForTheCertificateComeFromK3sOptions(t *testing.T) {
	got := sans([]string{"server", "--disable=traefik", "--tls-san=localhost", "--tls-san", "10.1.2.3", "--tls-san"})
	if !slices.Equal(got, []string{"localhost", "10.1.2.3"}) {
		t.Errorf("got %v", got)
	}
	keys := pki(t.TempDir())
	if err := keys.ensure("engine.example", "10.1.2.3"); err != nil {
		t.Fatal(err)
	}
	der, err := readPEM(keys.crt("serving"))
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"engine.example", "10.1.2.3", "127.0.0.1", "localhost"} {
		if err := certificate.VerifyHostname(host); err != nil {
			t.Error(err)
		}
	}
}

func TestOnlyAPublishedApiserverListensBeyondLoopback(t *testing.T) {
	in := madeInstance(t, "i")
	for _, published := range []int{0, k3sPort} {
		in.published = published
		for _, c := range in.components(artifacts{}, numberedPorts()) {
			open := slices.Contains(c.args, "--bind-address=0.0.0.0")
			if open != (published != 0 && c.name == "kube-apiserver") {
				t.Errorf("published %d: %s has %v", published, c.name, c.args)
			}
		}
	}
}

func TestAPublishedPortIsNotCalledExposed(t *testing.T) {
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	port := listener.Addr().(*net.TCPAddr).Port
	me := record{PID: os.Getpid()}
	if found := me.exposed(0); len(found) != 1 {
		t.Errorf("exposed without a published port: %v", found)
	}
	if found := me.exposed(port); len(found) != 0 || !me.listensOn(port) {
		t.Errorf("exposed with the port published: %v", found)
	}
}

func TestTheKubeconfigOfAContainerIsAsTestcontainersReadsIt(t *testing.T) {
	text := string(renderKubeconfig(k3sContext, k3sPort, "admin", nil, nil, nil))
	for _, line := range []string{"- name: default\n  context:\n    cluster: default\n", "server: https://127.0.0.1:6443\n", "current-context: default\n"} {
		if !strings.Contains(text, line) {
			t.Errorf("%q is missing in\n%s", line, text)
		}
	}
}
