package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// home holds the two folders that everything hangs on: the sources of the testbed, and the cache with what was built and started.
type home struct {
	dir    string
	source string
}

func homeFromEnv(getenv func(string) string) (home, error) {
	h := home{dir: getenv("KRUISE_TESTBED_HOME"), source: getenv("BED_SOURCE")}
	if h.dir == "" || h.source == "" {
		return h, fmt.Errorf("KRUISE_TESTBED_HOME and BED_SOURCE are wanted in the environment: start the launcher through the script testbed/bed")
	}
	for _, dir := range []string{h.bin(), h.locks(), h.instances(), h.logs(), h.manifests()} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return h, fmt.Errorf("the cache folder cannot be made, set KRUISE_TESTBED_HOME to a writable place: %w", err)
		}
	}
	return h, nil
}

func (h home) bin() string       { return filepath.Join(h.dir, "bin") }
func (h home) kubectl() string   { return filepath.Join(h.bin(), "kubectl") }
func (h home) locks() string     { return filepath.Join(h.dir, "locks") }
func (h home) logs() string      { return filepath.Join(h.dir, "logs") }
func (h home) manifests() string { return filepath.Join(h.dir, "manifests") }
func (h home) instances() string { return filepath.Join(h.dir, "instances") }
