// The launcher of the testbed: builds a Kubernetes control plane with the Kruise Rollouts manager from Go modules, and starts,
// watches and stops instances of it on loopback. ../bed compiles and runs it; ../README.md describes the commands.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the exit code: 0 done, 1 failed, 2 wrong usage, 3 no Docker engine.
func run(args []string, stdout, stderr io.Writer) int {
	opts, err := parseArgs(args, os.Getenv)
	if err != nil {
		fmt.Fprintf(stderr, "bed: %v\n%s\n", err, usageLine)
		return 2
	}
	if opts.command == "help" {
		fmt.Fprint(stdout, helpText)
		return 0
	}
	home, err := homeFromEnv(os.Getenv)
	if err == nil {
		err = command(opts, home, stdout, newProgress(stderr))
	}
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errSaid):
		return 1
	case errors.As(err, &noEngine{}):
		fmt.Fprintf(stderr, "bed: %v\n", err)
		return 3
	default:
		fmt.Fprintf(stderr, "bed: %v\n", err)
		return 1
	}
}

// errSaid ends a command with exit code 1 when its output has already told why.
var errSaid = errors.New("already said")

func command(opts options, home home, stdout io.Writer, progress *progress) error {
	in := home.instance(opts.name)
	switch opts.command {
	case "build":
		_, err := buildAll(home, opts.kruise, progress)
		return err
	case "up":
		return up(in, opts.nodes, opts.kruise, stdout, progress)
	case "down":
		return down(in, opts.purge, progress)
	case "status":
		return status(in, stdout)
	case "kubeconfig":
		return printKubeconfig(in, stdout)
	case "logs":
		return printLogs(in, opts.args, stdout)
	case "env":
		return printEnv(in, stdout)
	case "kubectl":
		return execKubectl(in, opts.args)
	case "image":
		if opts.remove {
			return removeImage(home, progress)
		}
		return image(home, stdout, progress)
	case "serve":
		return serve(in, opts.args, progress)
	case "upstream":
		if opts.kruise {
			return printUpstream(home, kruisePart, stdout)
		}
		return printUpstream(home, rolloutsPart, stdout)
	}
	return fmt.Errorf("no command %q", opts.command)
}
