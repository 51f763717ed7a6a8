package main

import "testing"

func TestWithout(t *testing.T) {
	leftOut := []string{"Deployment", "Service"}
	const rendered = `apiVersion: v1
kind: Namespace
metadata:
  name: n
---
apiVersion: v1
kind: Service
metadata:
  name: s
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: d
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: a
  annotations:
    text: |
      kind: Deployment
      --- not a border
---
`
	const wanted = `---
apiVersion: v1
kind: Namespace
metadata:
  name: n
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: a
  annotations:
    text: |
      kind: Deployment
      --- not a border
`
	if got := string(without(leftOut, []byte(rendered))); got != wanted {
		t.Errorf("got:\n%s", got)
	}
	if got := string(without(leftOut, []byte("---\n"+rendered))); got != wanted {
		t.Errorf("with a border at the head, got:\n%s", got)
	}
}

// The identifier names the folder of the rendered manifests, and instances remember it; a change would install them anew.
func TestFilterID(t *testing.T) {
	rollouts, kruise := filterID(rolloutsProduct.leftOut), filterID(kruiseProduct.leftOut)
	if rollouts != "43c7b47f" || kruise == rollouts {
		t.Errorf("got %s and %s", rollouts, kruise)
	}
}
