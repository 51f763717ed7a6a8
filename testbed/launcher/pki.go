package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// pki is a folder NAME.crt, NAME.key with a CA of the instance's own. What is missing is made, what is there is kept, so a state kept
// over a restart keeps fitting its certificates.
type pki string

func (p pki) crt(name string) string { return filepath.Join(string(p), name+".crt") }
func (p pki) key(name string) string { return filepath.Join(string(p), name+".key") }

const lifetime = 10 * 365 * 24 * time.Hour

// The identities in use. The subject is the Kubernetes user: CN its name, O its groups.
var clientSubjects = map[string]pkix.Name{
	"admin":     {CommonName: "testbed-admin", Organization: []string{"system:masters"}},
	"kwok":      {CommonName: "kwok", Organization: []string{"system:masters"}},
	"kcm":       {CommonName: "system:kube-controller-manager"},
	"scheduler": {CommonName: "system:kube-scheduler"},
	// The service accounts of upstream's manifests: a manager gets the rights that it has in a real cluster, and no more.
	"kruise": {CommonName: "system:serviceaccount:kruise-system:kruise-manager",
		Organization: []string{"system:serviceaccounts", "system:serviceaccounts:kruise-system"}},
	"rollouts": {CommonName: "system:serviceaccount:kruise-rollout:kruise-rollout-controller-manager",
		Organization: []string{"system:serviceaccounts", "system:serviceaccounts:kruise-rollout"}},
}

// ensure makes the CA, a serving certificate for loopback and further hosts, a client certificate for each identity, and the service account key.
func (p pki) ensure(hosts ...string) error {
	ca, caKey, err := p.ensureCA()
	if err != nil {
		return fmt.Errorf("the certificates in %s cannot be used (bed down --purge removes the instance): %w", string(p), err)
	}
	serving := &x509.Certificate{
		Subject:     pkix.Name{CommonName: "testbed"},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.ParseIP(serviceIP)},
	}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			serving.IPAddresses = append(serving.IPAddresses, ip)
		} else {
			serving.DNSNames = append(serving.DNSNames, host)
		}
	}
	if err := p.issue("serving", serving, ca, caKey); err != nil {
		return err
	}
	for name, subject := range clientSubjects {
		client := &x509.Certificate{Subject: subject, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
		if err := p.issue(name, client, ca, caKey); err != nil {
			return err
		}
	}
	return p.ensureServiceAccountKey()
}

func (p pki) ensureCA() (*x509.Certificate, crypto.Signer, error) {
	if !exists(p.crt("ca")) {
		template := &x509.Certificate{
			Subject:               pkix.Name{CommonName: "testbed-ca"},
			IsCA:                  true,
			BasicConstraintsValid: true,
			KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		}
		if err := p.issue("ca", template, nil, nil); err != nil {
			return nil, nil, err
		}
	}
	certificate, err := readPEM(p.crt("ca"))
	if err != nil {
		return nil, nil, err
	}
	key, err := readPEM(p.key("ca"))
	if err != nil {
		return nil, nil, err
	}
	ca, err := x509.ParseCertificate(certificate)
	if err != nil {
		return nil, nil, err
	}
	signer, err := x509.ParseECPrivateKey(key)
	if err != nil {
		return nil, nil, err
	}
	return ca, signer, nil
}

// issue writes the key first and the certificate last: the certificate's presence means that the pair is whole.
func (p pki) issue(name string, template, ca *x509.Certificate, caKey crypto.Signer) error {
	if exists(p.crt(name)) {
		return nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	if ca == nil {
		ca, caKey = template, key
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return err
	}
	template.SerialNumber = serial
	template.NotBefore = time.Now().Add(-time.Hour) // a clock set back a little must not stop the plane
	template.NotAfter = time.Now().Add(lifetime)
	if template.KeyUsage == 0 {
		template.KeyUsage = x509.KeyUsageDigitalSignature
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, ca, key.Public(), caKey)
	if err != nil {
		return err
	}
	if err := writeKey(p.key(name), key); err != nil {
		return err
	}
	return writePEM(p.crt(name), "CERTIFICATE", certificate, 0o644)
}

// ensureServiceAccountKey makes the pair with which the control plane signs and checks the tokens of service accounts.
func (p pki) ensureServiceAccountKey() error {
	public := filepath.Join(string(p), "service-account.pub")
	if exists(public) {
		return nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	if err := writeKey(p.key("service-account"), key); err != nil {
		return err
	}
	bytes, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	return writePEM(public, "PUBLIC KEY", bytes, 0o644)
}

// writeKey writes the SEC 1 form: fabric8's client tells an EC key by its PEM header alone, and takes a PKCS 8 one for RSA.
func writeKey(path string, key *ecdsa.PrivateKey) error {
	bytes, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return writePEM(path, "EC PRIVATE KEY", bytes, 0o600)
}

func writePEM(path, kind string, bytes []byte, mode os.FileMode) error {
	return writeFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), mode)
}

func readPEM(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, fmt.Errorf("%s holds no PEM block", path)
	}
	return block.Bytes, nil
}
