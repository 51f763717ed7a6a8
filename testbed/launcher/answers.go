package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Dry runs that make the API server call the webhooks, and leave nothing behind.

// rolloutsAnswers asks every webhook that a release needs.
func rolloutsAnswers(ctx context.Context, c client) error {
	const rollouts = "/apis/rollouts.kruise.io/%s/namespaces/default/rollouts?dryRun=All"
	workload := object{"apiVersion": "apps/v1", "kind": "Deployment", "name": "bed-probe"}

	// A canary without steps passes the schema of the CRD, but not the validating webhook.
	err := c.post(ctx, fmt.Sprintf(rollouts, "v1beta1"), probe("rollouts.kruise.io/v1beta1", "Rollout", nil, object{
		"workloadRef": workload,
		"strategy":    object{"canary": object{"steps": []any{}}},
	}))
	if err := deniedByWebhook(err, "Rollout"); err != nil {
		return err
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

// kruiseAnswers asks the webhooks of its workloads, one of each sort.
func kruiseAnswers(ctx context.Context, c client) error {
	const clonesets = "/apis/apps.kruise.io/v1alpha1/namespaces/default/clonesets?dryRun=All"
	const statefulsets = "/apis/apps.kruise.io/v1alpha1/namespaces/default/statefulsets?dryRun=All"
	labels := object{"app": "bed-probe"}
	spec := func(podLabels object) object {
		return object{
			"replicas": 0,
			"selector": object{"matchLabels": labels},
			"template": object{
				"metadata": object{"labels": podLabels},
				"spec":     object{"containers": []any{object{"name": "main", "image": "none"}}},
			},
		}
	}

	// A template that the selector does not match passes the schema of the CRD, but not the validating webhook.
	err := c.post(ctx, clonesets, probe("apps.kruise.io/v1alpha1", "CloneSet", labels, spec(object{"app": "other"})))
	if err := deniedByWebhook(err, "CloneSet"); err != nil {
		return err
	}

	// The mutating webhook alone knows this default, which no schema holds.
	var defaulted struct {
		Spec struct{ UpdateStrategy struct{ Type string } }
	}
	err = c.do(ctx, http.MethodPost, clonesets, probe("apps.kruise.io/v1alpha1", "CloneSet", labels, spec(labels)), &defaulted)
	if err != nil {
		return fmt.Errorf("a valid CloneSet is not accepted: %w", err)
	}
	if defaulted.Spec.UpdateStrategy.Type == "" {
		return errors.New("a CloneSet got no defaults: the mutating webhook was not asked")
	}

	// An old version passes the same webhooks, and must then be converted to the stored one.
	err = c.post(ctx, statefulsets, probe("apps.kruise.io/v1alpha1", "StatefulSet", labels, spec(labels)))
	if err != nil {
		return fmt.Errorf("a valid Advanced StatefulSet is not accepted: %w", err)
	}
	return nil
}

// deniedByWebhook wants the answer to an invalid object to be the refusal of a validating webhook.
func deniedByWebhook(err error, kind string) error {
	if err == nil {
		return fmt.Errorf("an invalid %s was accepted: the validating webhook was not asked", kind)
	}
	var refused *apiError
	if !errors.As(err, &refused) || !strings.Contains(refused.Message, "denied the request") {
		return fmt.Errorf("the validating webhook does not answer: %w", err)
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
