package main

import (
	"slices"
	"strings"
	"testing"
)

func TestParseArgs(t *testing.T) {
	none := func(string) string { return "" }
	opts, err := parseArgs([]string{"--name", "a1", "up", "--nodes=5"}, none)
	if err != nil || opts.command != "up" || opts.name != "a1" || opts.nodes != 5 {
		t.Errorf("got %+v, %v", opts, err)
	}
	opts, err = parseArgs([]string{"down", "--name=b", "--purge"}, none)
	if err != nil || opts.command != "down" || opts.name != "b" || !opts.purge {
		t.Errorf("got %+v, %v", opts, err)
	}
	opts, err = parseArgs([]string{"status"}, func(key string) string { return map[string]string{"BED_NAME": "env"}[key] })
	if err != nil || opts.name != "env" {
		t.Errorf("got %+v, %v", opts, err)
	}
	opts, err = parseArgs([]string{"up", "--kruise"}, none)
	if err != nil || !opts.kruise {
		t.Errorf("got %+v, %v", opts, err)
	}
	opts, err = parseArgs([]string{"kubectl", "get", "--name", "x", "-h"}, none)
	if err != nil || opts.name != "default" || !slices.Equal(opts.args, []string{"get", "--name", "x", "-h"}) {
		t.Errorf("kubectl must get its arguments untouched, got %+v, %v", opts, err)
	}
	opts, err = parseArgs([]string{"serve", "server", "--tls-san=localhost"}, none)
	if err != nil || !slices.Equal(opts.args, []string{"server", "--tls-san=localhost"}) {
		t.Errorf("serve must get k3s's arguments untouched, got %+v, %v", opts, err)
	}
	opts, err = parseArgs([]string{"image", "--remove"}, none)
	if err != nil || opts.command != "image" || !opts.remove {
		t.Errorf("got %+v, %v", opts, err)
	}
	opts, err = parseArgs([]string{"up", "--help"}, none)
	if err != nil || opts.command != "help" {
		t.Errorf("got %+v, %v", opts, err)
	}
}

func TestTheEnvironmentAsksForOpenKruise(t *testing.T) {
	for value, wanted := range map[string]bool{"": false, "0": false, "1": true, "yes": true} {
		for command, knows := range map[string]bool{"up": true, "build": true, "upstream": false, "status": false} {
			opts, err := parseArgs([]string{command}, func(key string) string { return map[string]string{"BED_KRUISE": value}[key] })
			if err != nil || opts.kruise != (wanted && knows) {
				t.Errorf("BED_KRUISE=%s bed %s: got %+v, %v", value, command, opts, err)
			}
		}
	}
}

func TestParseArgsRefuses(t *testing.T) {
	for _, line := range []string{
		"", "fly", "up --fast", "up more", "up --nodes", "up --nodes 0", "up --nodes x", "status --nodes 3", "up --purge", "down --kruise", "up --remove", "image --remove=1", "image more", "up --kruise=1", "--kruise up",
		"--name", "--name= up", "--name ../x up", "--name A up", "--name .x up", "logs a b",
	} {
		if opts, err := parseArgs(strings.Fields(line), func(string) string { return "" }); err == nil {
			t.Errorf("%q was taken as %+v", line, opts)
		}
	}
}
