package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// engine is a Docker engine, by the address of its API.
type engine struct{ host string }

const (
	defaultEngine = "unix:///var/run/docker.sock"
	engineProcess = "dockerd"
	engineLimit   = time.Minute
	askLimit      = 10 * time.Second
)

// noEngine says that there is none. Tests that need one can be left out then.
type noEngine struct{ why error }

func (e noEngine) Error() string { return "no Docker engine: " + e.why.Error() }
func (e noEngine) Unwrap() error { return e.why }

func (e engine) answers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	_, err := e.docker(ctx, "version", "--format", "{{.Server.Version}}")
	return err
}

// findEngine returns the engine that DOCKER_HOST names, or the usual one, or the one that an earlier call has started.
func findEngine(ctx context.Context, h home) (engine, bool) {
	if host := os.Getenv("DOCKER_HOST"); host != "" {
		e := engine{host}
		return e, e.answers(ctx) == nil
	}
	for _, e := range []engine{{defaultEngine}, h.ownEngine().engine()} {
		if e.answers(ctx) == nil {
			return e, true
		}
	}
	return engine{}, false
}

// ensureEngine starts an engine of our own where none answers.
func ensureEngine(ctx context.Context, h home, progress *progress) (engine, error) {
	if e, found := findEngine(ctx, h); found {
		return e, nil
	}
	if host := os.Getenv("DOCKER_HOST"); host != "" && host != h.ownEngine().engine().host {
		return engine{}, noEngine{fmt.Errorf("nobody answers at DOCKER_HOST=%s; start it, or unset DOCKER_HOST", host)}
	}
	own := h.ownEngine()
	if err := own.start(ctx, progress); err != nil {
		return engine{}, noEngine{fmt.Errorf("none answers at %s, and none can be started here: %w", defaultEngine, err)}
	}
	return own.engine(), nil
}

// ownEngine is an engine that the testbed starts for itself. It keeps all that it has in one folder, and leaves the machine's packet
// filter alone: published ports go through its proxy.
type ownEngine struct{ in instance }

func (h home) ownEngine() ownEngine {
	return ownEngine{instance{home: h, name: "engine", dir: filepath.Join(h.dir, "engine")}}
}

func (o ownEngine) engine() engine { return engine{"unix://" + o.in.path("docker.sock")} }

func (o ownEngine) component(exe string) component {
	return component{
		name: engineProcess, exe: exe, dir: o.in.dir,
		args: []string{"--host", o.engine().host,
			"--data-root", o.in.path("data"), "--exec-root", o.in.path("exec"), "--pidfile", o.in.path("dockerd.pid"),
			"--iptables=false", "--ip6tables=false", "--ip-masq=false", "--ip-forward=false"},
		patience: 30 * time.Second,
	}
}

func (o ownEngine) start(ctx context.Context, progress *progress) error {
	exe, err := exec.LookPath("dockerd")
	if _, missing := exec.LookPath("docker"); err != nil || missing != nil {
		return errors.New("the commands 'dockerd' and 'docker' are not both on the PATH; install them (on Debian: apt-get install docker.io)")
	}
	if os.Geteuid() != 0 {
		return errors.New("that takes root's rights; start a Docker engine yourself, and name it by DOCKER_HOST")
	}
	unlock, err := o.in.lock(progress)
	if err != nil {
		return err
	}
	defer unlock()
	if err := o.in.make(); err != nil {
		return err
	}
	p := o.in.process(engineProcess)
	if _, runs := p.running(); !runs {
		if err := p.start(o.component(exe)); err != nil {
			return err
		}
		progress.say("%s started", engineProcess)
	}
	for deadline := time.Now().Add(engineLimit); ; time.Sleep(pollEvery) {
		err := o.engine().answers(ctx)
		if err == nil {
			return nil
		}
		if _, runs := p.running(); !runs {
			return p.died()
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("it did not answer within %s: %w. See %s", engineLimit, err, o.in.log(engineProcess))
		}
	}
}

// remove ends the engine, if it is there, and removes all that it had.
func (o ownEngine) remove(progress *progress) error {
	unlock, err := o.in.lock(progress)
	if err != nil {
		return err
	}
	defer unlock()
	if !exists(o.in.dir) {
		return nil
	}
	if ended, err := o.in.process(engineProcess).stop(o.component("").patience); err != nil {
		return err
	} else if ended {
		progress.say("%s ended", engineProcess)
	}
	if err := os.RemoveAll(o.in.dir); err != nil {
		return fmt.Errorf("%s cannot be removed: %w", o.in.dir, err)
	}
	progress.say("removed %s", o.in.dir)
	return nil
}
