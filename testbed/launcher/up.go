package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

const portAttempts = 5

// up brings the instance to the point where a release would be captured, from whatever state it is in.
func up(in instance, nodes int, kruise bool, stdout io.Writer, progress *progress) error {
	built, err := buildAll(in.home, kruise || in.hasKruise(), progress)
	if err != nil {
		return err
	}
	unlock, err := in.lock(progress)
	if err != nil {
		return err
	}
	defer unlock()
	if err := in.make(); err != nil {
		return err
	}
	if kruise {
		if err := in.addKruise(); err != nil {
			return err
		}
	}
	if in.hasKruise() && built.kruise == "" { // another bed has added it since
		if built, err = buildAll(in.home, true, progress); err != nil {
			return err
		}
	}
	for attempt := 1; ; attempt++ {
		err = bringUp(in, built, nodes, progress)
		var taken portTaken
		if !errors.As(err, &taken) || attempt == portAttempts {
			break
		}
		progress.say("%v: choosing all ports anew", taken)
		if err := errors.Join(stopAll(in, progress), in.forgetPorts()); err != nil {
			return err
		}
	}
	if err != nil {
		return fmt.Errorf("instance %s did not come up. %w", in.name, err)
	}
	progress.say("up")
	fmt.Fprintln(stdout, in.kubeconfig())
	return nil
}

// bringUp is one attempt. Every step looks first whether it is done already, so a plane that runs is only checked.
func bringUp(in instance, built artifacts, nodes int, progress *progress) error {
	chosen, err := in.ensurePorts(progress)
	if err != nil {
		return err
	}
	if err := pki(in.path("pki")).ensure(in.hosts...); err != nil {
		return err
	}
	if err := in.writeKubeconfigs(chosen["apiserver"]); err != nil {
		return err
	}
	client, err := in.client(chosen)
	if err != nil {
		return err
	}
	r := &rise{in: in, client: client, progress: progress}
	plane := in.plane(built, chosen)
	etcd, apiserver, workers := plane[0], plane[1], plane[2:]

	for _, needed := range []component{etcd, apiserver} {
		if err := r.launch(needed); err != nil {
			return err
		}
		if err := r.awaitHealth(needed); err != nil {
			return err
		}
	}
	for _, worker := range workers {
		if err := r.launch(worker); err != nil {
			return err
		}
	}
	if err := r.await("nodes made", func(ctx context.Context) error { return client.ensureNodes(ctx, nodes) }); err != nil {
		return err
	}
	if in.hasKruise() { // first, as the manager of Kruise Rollouts looks at its start which workloads there are
		if err := r.raise(in.kruiseManager(built, chosen), built.upstreamKruise, chosen); err != nil {
			return err
		}
	}
	if !in.bare {
		if err := r.raise(in.rolloutsManager(built, chosen), built.upstream, chosen); err != nil {
			return err
		}
	}
	for _, worker := range workers {
		if err := r.awaitHealth(worker); err != nil {
			return err
		}
	}
	for _, check := range []struct {
		what  string
		probe func(context.Context) error
	}{
		{"nodes Ready", func(ctx context.Context) error { return client.nodesReady(ctx, nodes) }},
		{"default service account", client.defaultServiceAccount},
	} {
		if err := r.await(check.what, check.probe); err != nil {
			return err
		}
	}
	if len(r.outdated) > 0 { // others may be using them just now, so that is for the user to decide
		progress.say("note: built from other sources than the present ones: %s. bed down and bed up change that", strings.Join(r.outdated, ", "))
	}
	return r.onLoopbackAlone()
}

// raise installs a product and starts its manager, and waits for its webhooks to lead there and to answer.
func (r *rise) raise(manager component, u upstream, p ports) error {
	if err := r.install(u); err != nil {
		return err
	}
	if err := r.launch(manager); err != nil {
		return err
	}
	if err := r.awaitHealth(manager); err != nil {
		return err
	}
	return r.await("webhooks of "+u.product.title+" answer", func(ctx context.Context) error {
		return r.client.webhooksWork(ctx, u.product, p[u.product.port], r.in.webhookCAFile(u.product))
	})
}

// onLoopbackAlone makes sure of the promise that nobody outside the machine can reach the plane, but for what is published.
func (r *rise) onLoopbackAlone() error {
	for _, c := range r.expected {
		if running, ok := r.in.process(c.name).running(); ok {
			if exposed := running.exposed(r.in.published); len(exposed) > 0 {
				return fmt.Errorf("%s listens on %s, beyond loopback: run bed down, and report this", c.name, strings.Join(exposed, ", "))
			}
		}
	}
	return nil
}
