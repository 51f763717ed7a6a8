package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// part is a folder of the testbed with a Go module of its own, which becomes one binary.
type part struct {
	name string
	// module whose version gives the part its own, and the linker flags for that version
	module  string
	ldflags func(version string) string
}

const (
	kubernetesModule = "k8s.io/kubernetes"
	etcdModule       = "go.etcd.io/etcd/server/v3"
	kwokModule       = "sigs.k8s.io/kwok"
	rolloutsModule   = "github.com/openkruise/rollouts"
	kruiseModule     = "github.com/openkruise/kruise"
)

var (
	planePart = part{"plane", kubernetesModule, func(version string) string {
		major, minor, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
		minor, _, _ = strings.Cut(minor, ".")
		const set = " -X k8s.io/component-base/version."
		return set + "gitVersion=" + version + set + "gitMajor=" + major + set + "gitMinor=" + minor
	}}
	kwokPart = part{"kwok", kwokModule, func(version string) string {
		return "-X sigs.k8s.io/kwok/pkg/consts.Version=" + version
	}}
	rolloutsPart = part{"rollouts", rolloutsModule, func(string) string { return "" }}
	kruisePart   = part{"kruise", kruiseModule, func(string) string { return "" }}
)

// artifacts are the results of a build: the binaries, and what was taken from the modules of both products. Those of OpenKruise are
// empty unless it was asked for.
type artifacts struct {
	plane, kwok, rollouts, kruise string
	upstream, upstreamKruise      upstream
}

const (
	buildLimit = time.Hour // a cold build takes 11 to 17 minutes on two quiet cores
	keptBuilds = 3         // of each part, so that two checkouts may share the cache folder
)

func buildAll(h home, kruise bool, progress *progress) (artifacts, error) {
	ctx, cancel := context.WithTimeout(context.Background(), buildLimit)
	defer cancel()
	h.prune("launcher") // the script bed makes those
	var built artifacts
	var err error
	type target struct {
		part part
		to   *string
	}
	targets := []target{{planePart, &built.plane}, {kwokPart, &built.kwok}, {rolloutsPart, &built.rollouts}}
	if kruise {
		targets = append(targets, target{kruisePart, &built.kruise})
	}
	for _, step := range targets {
		if *step.to, err = h.build(ctx, step.part, progress); err != nil {
			return built, err
		}
	}
	if err := h.linkKubectl(built.plane); err != nil {
		return built, err
	}
	if built.upstream, err = h.ensureUpstream(ctx, rolloutsProduct, progress); err != nil || !kruise {
		return built, err
	}
	built.upstreamKruise, err = h.ensureUpstream(ctx, kruiseProduct, progress)
	return built, err
}

// build returns the binary of a part. Its name carries the hash of all that went into it, so being there means being up to date.
func (h home) build(ctx context.Context, p part, progress *progress) (string, error) {
	dir := filepath.Join(h.source, p.name)
	version, err := h.version(p.name, p.module)
	if err != nil {
		return "", err
	}
	goVersion, err := goVersion(ctx, dir)
	if err != nil {
		return "", err
	}
	flags := []string{"-trimpath", "-ldflags", "-s -w " + p.ldflags(version)}
	hash, err := inputHash(dir, append(flags, goVersion, runtime.GOOS, runtime.GOARCH)...)
	if err != nil {
		return "", err
	}
	binary := filepath.Join(h.bin(), p.name+"-"+hash)
	if touch(binary) {
		return binary, nil
	}
	unlock, err := h.lock("build", buildLimit, progress)
	if err != nil {
		return "", err
	}
	defer unlock()
	if touch(binary) { // built by whoever held the lock
		return binary, nil
	}
	progress.say("building %s %s", p.name, version)
	start := time.Now()
	h.removeLeftovers()
	temp := filepath.Join(h.bin(), "."+p.name+".part")
	args := append(append([]string{"build"}, flags...), "-o", temp, ".")
	if err := h.goTool(ctx, p.name, dir, args); err != nil {
		return "", err
	}
	if err := os.Rename(temp, binary); err != nil {
		return "", err
	}
	h.prune(p.name)
	progress.say("built %s in %.0f s", p.name, time.Since(start).Seconds())
	return binary, nil
}

// goTool runs the go command with its output in a log, of which a failure shows the end.
func (h home) goTool(ctx context.Context, name, dir string, args []string) error {
	path := filepath.Join(h.logs(), "build-"+name+".log")
	log, err := os.Create(path)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, goEnv(), log, log
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			err = fmt.Errorf("not done within %s", buildLimit)
		}
		return fmt.Errorf("building %s failed (%w). The last lines of %s:\n%s", name, err, path, tail(path, 30))
	}
	return nil
}

// goEnv fixes what changes the outcome of a build; a go.work around the testbed, or flags of the user's own, must not.
func goEnv() []string {
	return append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false -mod=readonly", "GOWORK=off")
}

// goVersion is the version of Go that works in a folder. The go command may hand over to the one that a go.mod asks for, so the
// folder from which the testbed is called must not decide.
func goVersion(ctx context.Context, dir string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "env", "GOVERSION")
	cmd.Dir, cmd.Env = dir, goEnv()
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return "", errors.New("the command 'go' is not on the PATH: install Go 1.24 or newer, it builds the control plane from source")
	}
	if err != nil {
		return "", fmt.Errorf("'go env GOVERSION' failed: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// inputHash is over the module files and sources of a folder, without tests, and over whatever else decides the outcome.
func inputHash(dir string, more ...string) (string, error) {
	sum := sha256.New()
	add := func(name string, content []byte) { fmt.Fprintf(sum, "%q %d\n%s\n", name, len(content), content) }
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isInput(entry.Name()) {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(dir, path)
		add(relative, content)
		return err
	})
	if err != nil {
		return "", err
	}
	for _, value := range more {
		add("", []byte(value))
	}
	return fmt.Sprintf("%x", sum.Sum(nil))[:12], nil
}

func isInput(name string) bool {
	return name == "go.mod" || name == "go.sum" || strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go")
}

// touch marks the binary as used, and tells whether it is there.
func touch(path string) bool {
	now := time.Now()
	return os.Chtimes(path, now, now) == nil
}

// removeLeftovers removes what an interrupted build left; the build lock is held, so none is under way.
func (h home) removeLeftovers() {
	files, _ := filepath.Glob(filepath.Join(h.bin(), ".*.part"))
	for _, file := range files {
		os.Remove(file)
	}
}

// prune removes the builds not used for longest. Processes that still run one go on undisturbed.
func (h home) prune(name string) {
	files, _ := filepath.Glob(filepath.Join(h.bin(), name+"-????????????"))
	age := func(file string) time.Duration {
		info, err := os.Stat(file)
		if err != nil {
			return 0
		}
		return time.Since(info.ModTime())
	}
	slices.SortFunc(files, func(a, b string) int { return int(age(a) - age(b)) })
	for _, file := range files[min(keptBuilds, len(files)):] {
		os.Remove(file)
	}
}

// linkKubectl points bin/kubectl at the plane's binary, which acts as kubectl when called by that name.
func (h home) linkKubectl(plane string) error {
	target := filepath.Base(plane)
	if now, _ := os.Readlink(h.kubectl()); now == target {
		return nil
	}
	temp := fmt.Sprintf("%s.%d.part", h.kubectl(), os.Getpid())
	os.Remove(temp)
	if err := os.Symlink(target, temp); err != nil {
		return err
	}
	return os.Rename(temp, h.kubectl())
}
