package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

const (
	// stepLimit bounds each wait. A whole start takes 6 s on a quiet machine; a busy one may be many times slower.
	stepLimit = 3 * time.Minute
	pollEvery = 100 * time.Millisecond
	// worthSaying keeps steps that were done already out of the output.
	worthSaying = 100 * time.Millisecond
)

// rise is one attempt at bringing an instance up.
type rise struct {
	in       instance
	client   client
	progress *progress
	// expected are the components that should run by now; the end of any of them ends every wait
	expected []component
	// outdated are the names of those that run another build than the present one
	outdated []string
}

// launch starts a component unless it runs already.
func (r *rise) launch(c component) error {
	p := r.in.process(c.name)
	if running, ok := p.running(); ok {
		if filepath.Base(running.Identity.Exe) != filepath.Base(c.exe) {
			r.outdated = append(r.outdated, c.name)
		}
		r.expected = append(r.expected, c)
		return nil
	}
	for _, port := range c.ports {
		if !bindable(port) {
			return portTaken{c.name, port}
		}
	}
	if err := p.start(c); err != nil {
		return err
	}
	r.expected = append(r.expected, c)
	r.progress.say("%s started", c.name)
	return nil
}

// casualty is the end of a component that should run. If the cause was a port, taken since launch looked, it is portTaken.
func (r *rise) casualty() error {
	for _, c := range r.expected {
		p := r.in.process(c.name)
		if _, ok := p.running(); ok {
			continue
		}
		if p.lostPort() {
			return portTaken{c.name, c.ports[0]}
		}
		return p.died()
	}
	return nil
}

// await repeats the probe until it passes, for no longer than stepLimit and no longer than all processes live.
func (r *rise) await(what string, probe func(context.Context) error) error {
	begin := time.Now()
	deadline := begin.Add(stepLimit)
	for {
		if err := r.casualty(); err != nil {
			return err
		}
		ctx, cancel := context.WithDeadline(context.Background(), deadline)
		err := probe(ctx)
		cancel()
		if err == nil {
			if time.Since(begin) > worthSaying {
				r.progress.say("%s", what)
			}
			return nil
		}
		var taken portTaken
		if errors.As(err, &taken) {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("waited %s for: %s. The last thing seen: %w. See bed logs; bed down and bed up start all processes anew", stepLimit, what, err)
		}
		time.Sleep(pollEvery)
	}
}

// awaitHealth also wants the answer to come from our own process, not from a stranger who took the port a moment earlier.
func (r *rise) awaitHealth(c component) error {
	return r.await(c.name+" healthy", func(ctx context.Context) error {
		if err := r.client.healthy(ctx, c.healthURL()); err != nil {
			return err
		}
		if running, ok := r.in.process(c.name).running(); ok && !running.listensOn(c.ports[0]) {
			return portTaken{c.name, c.ports[0]}
		}
		return nil
	})
}
