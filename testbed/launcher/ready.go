package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
)

// Checks of what the plane does, beyond the health of its processes. Each returns nil, or what is still amiss.

type object map[string]any

type condition struct{ Type, Status string }

func holds(conditions []condition, kind string) bool {
	return slices.Contains(conditions, condition{kind, "True"})
}

// nodesReady wants the nodes that bed made to be Ready and free of the taints that keep pods away.
func (c client) nodesReady(ctx context.Context, count int) error {
	var list struct {
		Items []struct {
			Metadata struct{ Name string }
			Spec     struct{ Taints []struct{ Key string } }
			Status   struct {
				Conditions []condition
			}
		}
	}
	if err := c.get(ctx, "/api/v1/nodes", &list); err != nil {
		return err
	}
	ready := map[string]bool{}
	for _, node := range list.Items {
		ready[node.Metadata.Name] = holds(node.Status.Conditions, "Ready")
		for _, taint := range node.Spec.Taints {
			if taint.Key == "node.kubernetes.io/not-ready" || taint.Key == "node.kubernetes.io/unreachable" {
				ready[node.Metadata.Name] = false
			}
		}
	}
	for i := range count {
		if name := nodeName(i); !ready[name] {
			return fmt.Errorf("%s is not Ready, or tainted as such", name)
		}
	}
	return nil
}

func nodeName(i int) string { return fmt.Sprintf("node-%d", i+1) }

// ensureNodes makes the nodes that are absent; kwok brings them to life.
func (c client) ensureNodes(ctx context.Context, count int) error {
	for i := range count {
		name := nodeName(i)
		err := c.get(ctx, "/api/v1/nodes/"+name, nil)
		if isCode(err, 404) {
			err = c.post(ctx, "/api/v1/nodes", object{
				"apiVersion": "v1", "kind": "Node",
				"metadata": object{
					"name":        name,
					"annotations": object{"kwok.x-k8s.io/node": "fake"},
					"labels": object{"type": "kwok", "kubernetes.io/hostname": name,
						"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"},
				},
			})
		}
		if err != nil && !isCode(err, 409) {
			return fmt.Errorf("%s cannot be made: %w", name, err)
		}
	}
	return nil
}

// defaultServiceAccount is what pods run as; the controller manager makes it soon after its start.
func (c client) defaultServiceAccount(ctx context.Context) error {
	return c.get(ctx, "/api/v1/namespaces/default/serviceaccounts/default", nil)
}

type clientConfig struct {
	URL      string `json:"url"`
	CABundle []byte `json:"caBundle"`
}

// webhooksWork wants every webhook of a product to lead to the manager that runs now, and to answer.
func (c client) webhooksWork(ctx context.Context, of product, port int, caFile string) error {
	if err := c.webhooksPointAt(ctx, of, port, caFile); err != nil {
		return err
	}
	return of.answers(ctx, c)
}

// webhooksPointAt wants every webhook at the manager's present port with its present CA: those of a run before may still be there. The
// manager writes both into the two configurations and into the CRDs that it converts.
func (c client) webhooksPointAt(ctx context.Context, of product, port int, caFile string) error {
	ca, err := os.ReadFile(caFile)
	if err != nil {
		return err
	}
	wanted := fmt.Sprintf("https://127.0.0.1:%d/", port)
	check := func(what string, config clientConfig) error {
		if !strings.HasPrefix(config.URL, wanted) {
			return fmt.Errorf("%s points at %q, %s… is wanted", what, config.URL, wanted)
		}
		if !bytes.Equal(bytes.TrimSpace(config.CABundle), bytes.TrimSpace(ca)) {
			return fmt.Errorf("%s carries another CA than %s", what, caFile)
		}
		return nil
	}
	for _, path := range []string{of.mutatingPath(), of.validatingPath()} {
		var configuration struct {
			Webhooks []struct {
				Name         string
				ClientConfig clientConfig
			}
		}
		if err := c.get(ctx, path, &configuration); err != nil {
			return err
		}
		if len(configuration.Webhooks) == 0 {
			return fmt.Errorf("%s lists no webhooks", path)
		}
		for _, hook := range configuration.Webhooks {
			if err := check(hook.Name, hook.ClientConfig); err != nil {
				return err
			}
		}
	}
	for _, name := range of.converted {
		var crd struct {
			Spec struct {
				Conversion struct {
					Webhook struct{ ClientConfig clientConfig }
				}
			}
		}
		if err := c.get(ctx, crdPath+name, &crd); err != nil {
			return err
		}
		if err := check("the conversion of "+name, crd.Spec.Conversion.Webhook.ClientConfig); err != nil {
			return err
		}
	}
	return nil
}
