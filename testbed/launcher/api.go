package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

// client talks to the processes of an instance as its admin, and trusts its CA alone.
type client struct {
	http *http.Client
	base string
}

func (in instance) client(p ports) (client, error) {
	keys := pki(in.path("pki"))
	ca, err := os.ReadFile(keys.crt("ca"))
	if err != nil {
		return client{}, err
	}
	pair, err := tls.LoadX509KeyPair(keys.crt("admin"), keys.key("admin"))
	if err != nil {
		return client{}, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	transport := &http.Transport{ // no proxy: everything is on loopback
		TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}},
	}
	return client{
		http: &http.Client{Transport: transport, Timeout: 15 * time.Second},
		base: fmt.Sprintf("https://127.0.0.1:%d", p["apiserver"]),
	}, nil
}

// apiError is a refusal by the API server, or by a webhook behind it.
type apiError struct {
	Code    int    `json:"code"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s", e.Code, e.Message) }

func isCode(err error, code int) bool {
	var refused *apiError
	return errors.As(err, &refused) && refused.Code == code
}

func (c client) get(ctx context.Context, path string, out any) error {
	return c.do(ctx, http.MethodGet, path, nil, out)
}

func (c client) post(ctx context.Context, path string, body any) error {
	return c.do(ctx, http.MethodPost, path, body, nil)
}

// patch merges; a nil removes what it stands for.
func (c client) patch(ctx context.Context, path string, body any) error {
	return c.do(ctx, http.MethodPatch, path, body, nil)
}

func (c client) delete(ctx context.Context, path string) error {
	return c.do(ctx, http.MethodDelete, path, nil, nil)
}

func (c client) do(ctx context.Context, method, path string, body, out any) error {
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(content))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if method == http.MethodPatch {
		request.Header.Set("Content-Type", "application/merge-patch+json")
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= 400 {
		refused := &apiError{}
		if json.Unmarshal(text, refused) != nil || refused.Message == "" {
			refused.Message = string(text)
		}
		refused.Code = answer.StatusCode
		return refused
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(text, out)
}

// healthy asks a component whether it is well.
func (c client) healthy(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(answer.Body, 4096))
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s: %s", url, answer.Status, lastLine(text))
	}
	return nil
}
