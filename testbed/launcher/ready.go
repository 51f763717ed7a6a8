package main

import (
	"bytes"
	"context"
	"errors"
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

// Where the manager writes its address and its CA. Both configurations and the CRDs with a conversion are its own to fill in.
const (
	mutatingPath   = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/kruise-rollout-mutating-webhook-configuration"
	validatingPath = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/kruise-rollout-validating-webhook-configuration"
	crdPath        = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/"
	rolloutCRD     = crdPath + "rollouts.rollouts.kruise.io"
	batchCRD       = crdPath + "batchreleases.rollouts.kruise.io"
)

var managedByManager = []string{mutatingPath, validatingPath, rolloutCRD, batchCRD}

type clientConfig struct {
	URL      string `json:"url"`
	CABundle []byte `json:"caBundle"`
}

// webhooksPointAt wants every webhook at the manager's present port with its present CA: those of a run before may still be there.
func (c client) webhooksPointAt(ctx context.Context, port int, caFile string) error {
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
	for _, path := range []string{mutatingPath, validatingPath} {
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
	for _, path := range []string{rolloutCRD, batchCRD} {
		var crd struct {
			Spec struct {
				Conversion struct {
					Webhook struct{ ClientConfig clientConfig }
				}
			}
		}
		if err := c.get(ctx, path, &crd); err != nil {
			return err
		}
		if err := check("the conversion of "+path[len(crdPath):], crd.Spec.Conversion.Webhook.ClientConfig); err != nil {
			return err
		}
	}
	return nil
}

// webhooksAnswer lets the API server call every webhook that a release needs, in dry runs that leave nothing behind.
func (c client) webhooksAnswer(ctx context.Context) error {
	const rollouts = "/apis/rollouts.kruise.io/%s/namespaces/default/rollouts?dryRun=All"
	workload := object{"apiVersion": "apps/v1", "kind": "Deployment", "name": "bed-probe"}

	// A canary without steps passes the schema of the CRD, but not the validating webhook.
	err := c.post(ctx, fmt.Sprintf(rollouts, "v1beta1"), probe("rollouts.kruise.io/v1beta1", "Rollout", nil, object{
		"workloadRef": workload,
		"strategy":    object{"canary": object{"steps": []any{}}},
	}))
	var refused *apiError
	if err == nil {
		return errors.New("an invalid Rollout was accepted: the validating webhook was not asked")
	}
	if !errors.As(err, &refused) || !strings.Contains(refused.Message, "denied the request") {
		return fmt.Errorf("the validating webhook does not answer: %w", err)
	}

	// An old version passes the same webhook, and must then be converted to the stored one.
	err = c.post(ctx, fmt.Sprintf(rollouts, "v1alpha1"), probe("rollouts.kruise.io/v1alpha1", "Rollout", nil, object{
		"objectRef": object{"workloadRef": workload},
		"strategy":  object{"canary": object{"steps": []any{object{"replicas": 1}}}},
	}))
	if err != nil {
		return fmt.Errorf("a valid Rollout is not accepted: %w", err)
	}

	// A label on the workload is what the mutating webhooks go by.
	labels := object{"rollouts.kruise.io/workload-type": "deployment", "app": "bed-probe"}
	err = c.post(ctx, "/apis/apps/v1/namespaces/default/deployments?dryRun=All", probe("apps/v1", "Deployment", labels, object{
		"replicas": 0,
		"selector": object{"matchLabels": object{"app": "bed-probe"}},
		"template": object{
			"metadata": object{"labels": object{"app": "bed-probe"}},
			"spec":     object{"containers": []any{object{"name": "main", "image": "none"}}},
		},
	}))
	if err != nil {
		return fmt.Errorf("the mutating webhook does not answer: %w", err)
	}
	return nil
}

func probe(apiVersion, kind string, labels, spec object) object {
	return object{
		"apiVersion": apiVersion, "kind": kind,
		"metadata": object{"name": "bed-probe", "labels": labels},
		"spec":     spec,
	}
}
