package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// install applies upstream's manifests, unless this instance has them.
func (r *rise) install() error {
	marker := r.in.path("installed")
	had, _ := os.ReadFile(marker)
	complete := strings.TrimSpace(string(had)) == r.upstream.id()
	err := r.await("look at what is installed", func(ctx context.Context) error {
		for _, path := range managedByManager {
			err := r.client.get(ctx, path, nil)
			if isCode(err, 404) {
				complete = false // a test has removed it, say
			} else if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || complete {
		return err
	}
	// A manager that runs writes its own address into the same objects, so it pauses for the change. What it has written would mix with
	// upstream's entries into something invalid, so it goes first.
	if _, err := r.in.process(managerName).stop(killPatience); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), stepLimit)
	defer cancel()
	for _, path := range []string{mutatingPath, validatingPath} {
		if err := r.client.delete(ctx, path); err != nil && !isCode(err, 404) {
			return err
		}
	}
	for _, path := range []string{rolloutCRD, batchCRD} {
		unconverted := object{"spec": object{"conversion": object{"strategy": "None", "webhook": nil}}}
		if err := r.client.patch(ctx, path, unconverted); err != nil && !isCode(err, 404) {
			return err
		}
	}
	if err := r.apply(ctx); err != nil {
		return err
	}
	for _, path := range []string{rolloutCRD, batchCRD} {
		if err := r.await("CRDs established", func(ctx context.Context) error { return r.client.established(ctx, path) }); err != nil {
			return err
		}
	}
	r.progress.say("manifests applied")
	return writeFile(marker, []byte(r.upstream.id()+"\n"), 0o644)
}

func (r *rise) apply(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, r.in.home.kubectl(), "apply", "--server-side", "--force-conflicts", "-f", r.upstream.install())
	cmd.Env = append(os.Environ(), r.in.kubectlEnv()...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("kubectl apply of %s failed (%w):\n%s", r.upstream.install(), err, out)
	}
	return nil
}

func (c client) established(ctx context.Context, path string) error {
	var crd struct {
		Status struct{ Conditions []condition }
	}
	if err := c.get(ctx, path, &crd); err != nil {
		return err
	}
	if !holds(crd.Status.Conditions, "Established") {
		return fmt.Errorf("%s is not established", path)
	}
	return nil
}
