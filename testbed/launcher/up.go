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
func up(in instance, nodes int, stdout io.Writer, progress *progress) error {
	built, err := buildAll(in.home, progress)
	if err != nil {
		return err
	}
	unlock, err := in.lock(progress)
	if err != nil {
		return err
	}
	defer unlock()
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
	if err := in.make(); err != nil {
		return err
	}
	chosen, err := in.ensurePorts(progress)
	if err != nil {
		return err
	}
	if err := pki(in.path("pki")).ensure(); err != nil {
		return err
	}
	if err := in.writeKubeconfigs(chosen["apiserver"]); err != nil {
		return err
	}
	client, err := in.client(chosen)
	if err != nil {
		return err
	}
	r := &rise{in: in, upstream: built.upstream, client: client, progress: progress}
	steps := in.components(built, chosen)
	etcd, apiserver, workers, manager := steps[0], steps[1], steps[2:len(steps)-1], steps[len(steps)-1]

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
	if err := r.install(); err != nil {
		return err
	}
	if err := r.launch(manager); err != nil {
		return err
	}
	for _, c := range append(workers, manager) {
		if err := r.awaitHealth(c); err != nil {
			return err
		}
	}
	for _, check := range []struct {
		what  string
		probe func(context.Context) error
	}{
		{"nodes Ready", func(ctx context.Context) error { return client.nodesReady(ctx, nodes) }},
		{"default service account", client.defaultServiceAccount},
		{"webhooks answer", func(ctx context.Context) error { return releasable(ctx, in, client, chosen) }},
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

// releasable wants every webhook to lead to the manager that runs now, and to answer.
func releasable(ctx context.Context, in instance, client client, p ports) error {
	if err := client.webhooksPointAt(ctx, p["rollouts-webhook"], in.webhookCAFile()); err != nil {
		return err
	}
	return client.webhooksAnswer(ctx)
}

// onLoopbackAlone makes sure of the promise that nobody outside the machine can reach the plane.
func (r *rise) onLoopbackAlone() error {
	for _, c := range r.expected {
		if running, ok := r.in.process(c.name).running(); ok {
			if exposed := running.exposed(); len(exposed) > 0 {
				return fmt.Errorf("%s listens on %s, beyond loopback: run bed down, and report this", c.name, strings.Join(exposed, ", "))
			}
		}
	}
	return nil
}
