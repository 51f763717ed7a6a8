package main

import "testing"

func TestWithoutWorkloads(t *testing.T) {
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
	if got := string(withoutWorkloads([]byte(rendered))); got != wanted {
		t.Errorf("got:\n%s", got)
	}
	if got := string(withoutWorkloads([]byte("---\n" + rendered))); got != wanted {
		t.Errorf("with a border at the head, got:\n%s", got)
	}
}
