package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const usageLine = "usage: bed [--name NAME] build [--kruise] | up [--nodes N] [--kruise] | down [--purge] | status | kubeconfig | logs [PROCESS] | env | kubectl ARGS… | upstream [--kruise] | image [--remove] | help"

const helpText = usageLine + `

  build         builds what is missing, and prints the seconds of each part. --kruise: OpenKruise's manager as well
  up            builds if needed, starts the instance and waits until a release would be captured; when it already runs, just checks.
                The last line on stdout is the path of its kubeconfig. --nodes N: KWOK nodes, 3 unless told. --kruise: OpenKruise's
                manager as well, for CloneSets and its other workloads; the instance keeps it until a purge
  down          ends the processes of the instance and keeps its state; --purge removes the state too
  status        one line for each process; exit code 0 only when all are up and healthy
  kubeconfig    prints the path of the instance's kubeconfig
  logs          the last lines of every log, or the whole log of one PROCESS
  env           paths and versions, as KEY=value
  kubectl       runs the bundled kubectl against the instance
  upstream      prints the folder of the module github.com/openkruise/rollouts (its CRDs: config/crd/bases); with --kruise that of
                github.com/openkruise/kruise
  image         builds a container image out of the same binaries, and starts a Docker engine if none answers. Prints on stdout what to
                put into the environment of the tests. --remove: ends that engine, and removes image and data

  --name NAME   the instance, beside others on the same machine (or BED_NAME; "default" unless told). Stands before "kubectl"
  BED_KRUISE=1  the same as --kruise after build and up
  KRUISE_TESTBED_HOME   where binaries and instances lie (~/.cache/kruise-rollouts-testbed unless told)
`

// options is a parsed command line.
type options struct {
	command string
	name    string
	nodes   int
	kruise  bool
	purge   bool
	remove  bool
	args    []string
}

var commands = []string{"build", "up", "down", "status", "kubeconfig", "logs", "env", "kubectl", "upstream", "image", "serve", "help"}

// A name becomes a folder, so it must not lead out of the folder of instances.
var namePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,39}$`)

const maxNodes = 1000

func parseArgs(args []string, getenv func(string) string) (options, error) {
	opts := options{name: getenv("BED_NAME"), nodes: 3}
	if opts.name == "" {
		opts.name = "default"
	}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		if !strings.HasPrefix(arg, "-") {
			if opts.command == "" {
				opts.command = arg
				if !slices.Contains(commands, arg) {
					return opts, fmt.Errorf("there is no command %q", arg)
				}
				if arg == "kubectl" || arg == "serve" { // the rest is kubectl's own, or k3s's
					opts.args, args = args, nil
				}
			} else {
				opts.args = append(opts.args, arg)
			}
			continue
		}
		flag, value, hasValue := strings.Cut(arg, "=")
		needValue := func() error {
			if !hasValue {
				if len(args) == 0 {
					return fmt.Errorf("%s wants a value", flag)
				}
				value, args = args[0], args[1:]
			}
			return nil
		}
		switch flag {
		case "-h", "--help":
			opts.command = "help"
			return opts, nil
		case "--name":
			if err := needValue(); err != nil {
				return opts, err
			}
			opts.name = value
		case "--nodes":
			if err := needValue(); err != nil {
				return opts, err
			}
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 || n > maxNodes || opts.command != "up" {
				return opts, fmt.Errorf("--nodes %s: a number of nodes from 1 to %d, after \"up\"", value, maxNodes)
			}
			opts.nodes = n
		case "--kruise":
			if !slices.Contains([]string{"build", "up", "upstream"}, opts.command) || hasValue {
				return opts, fmt.Errorf("--kruise belongs after \"build\", \"up\" or \"upstream\"")
			}
			opts.kruise = true
		case "--purge":
			if opts.command != "down" || hasValue {
				return opts, fmt.Errorf("--purge belongs after \"down\"")
			}
			opts.purge = true
		case "--remove":
			if opts.command != "image" || hasValue {
				return opts, fmt.Errorf("--remove belongs after \"image\"")
			}
			opts.remove = true
		default:
			return opts, fmt.Errorf("there is no option %s", flag)
		}
	}
	if opts.command == "build" || opts.command == "up" {
		opts.kruise = opts.kruise || !slices.Contains([]string{"", "0"}, getenv("BED_KRUISE"))
	}
	return opts, check(opts)
}

func check(opts options) error {
	if opts.command == "" {
		return fmt.Errorf("a command is missing")
	}
	if !namePattern.MatchString(opts.name) {
		return fmt.Errorf("instance name %q: lower-case letters, digits, '.', '_' and '-' are allowed, at most 40, starting with a letter or digit", opts.name)
	}
	most := map[string]int{"logs": 1, "kubectl": len(opts.args), "serve": len(opts.args)}[opts.command]
	if len(opts.args) > most {
		return fmt.Errorf("%s does not know %q", opts.command, opts.args[most])
	}
	return nil
}
