package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// install applies the manifests of a product, unless this instance has them.
func (r *rise) install(u upstream) error {
	marker := r.in.installed(u.product)
	had, _ := os.ReadFile(marker)
	complete := strings.TrimSpace(string(had)) == u.id()
	err := r.await("look at what is installed", func(ctx context.Context) error {
		for _, path := range u.product.essential() {
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
	for _, name := range u.product.pausing {
		if _, err := r.in.process(name).stop(killPatience); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), stepLimit)
	defer cancel()
	for _, path := range []string{u.product.mutatingPath(), u.product.validatingPath()} {
		if err := r.client.delete(ctx, path); err != nil && !isCode(err, 404) {
			return err
		}
	}
	for _, crd := range u.product.converted {
		unconverted := object{"spec": object{"conversion": object{"strategy": "None", "webhook": nil}}}
		if err := r.client.patch(ctx, crdPath+crd, unconverted); err != nil && !isCode(err, 404) {
			return err
		}
	}
	if err := r.apply(ctx, u); err != nil {
		return err
	}
	for _, crd := range u.product.crds {
		if err := r.await("CRDs established", func(ctx context.Context) error { return r.client.established(ctx, crdPath+crd) }); err != nil {
			return err
		}
	}
	r.progress.say("manifests of %s applied", u.product.title)
	return writeFile(marker, []byte(u.id()+"\n"), 0o644)
}

func (r *rise) apply(ctx context.Context, u upstream) error {
	cmd := exec.CommandContext(ctx, r.in.home.kubectl(), "apply", "--server-side", "--force-conflicts", "-f", u.install())
	cmd.Env = append(os.Environ(), r.in.kubectlEnv()...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("kubectl apply of %s failed (%w):\n%s", u.install(), err, out)
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
