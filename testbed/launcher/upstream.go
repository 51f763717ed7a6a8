package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// upstream is what the testbed takes from the module of Kruise Rollouts as it is published, next to its Go code: the manifests to
// install, and the Lua scripts, which the manager looks for in its working folder.
type upstream struct {
	dir string
}

func (u upstream) install() string { return filepath.Join(u.dir, "install.yaml") }

// id changes with the content, so an instance can tell which manifests it was set up with.
func (u upstream) id() string { return filepath.Base(u.dir) }

// ensureUpstream renders the manifests once for each version.
func (h home) ensureUpstream(ctx context.Context, progress *progress) (upstream, error) {
	version, err := h.version(rolloutsPart.name, rolloutsModule)
	if err != nil {
		return upstream{}, err
	}
	u := upstream{filepath.Join(h.manifests(), fmt.Sprintf("rollouts-%s-%s", version, filterID()))}
	if exists(u.dir) {
		return u, nil
	}
	unlock, err := h.lock("build", buildLimit, progress)
	if err != nil {
		return u, err
	}
	defer unlock()
	if exists(u.dir) {
		return u, nil
	}
	start := time.Now()
	module, err := h.moduleDir(ctx)
	if err != nil {
		return u, err
	}
	temp := filepath.Join(h.manifests(), ".part")
	os.RemoveAll(temp)
	defer os.RemoveAll(temp)
	if err := os.Mkdir(temp, 0o755); err != nil {
		return u, err
	}
	rendered, err := h.kustomize(ctx, filepath.Join(module, "config", "default"))
	if err != nil {
		return u, err
	}
	if err := os.WriteFile(filepath.Join(temp, "install.yaml"), withoutWorkloads(rendered), 0o644); err != nil {
		return u, err
	}
	scripts := filepath.Join(temp, "lua_configuration")
	if err := os.CopyFS(scripts, os.DirFS(filepath.Join(module, "lua_configuration"))); err != nil {
		return u, fmt.Errorf("the Lua scripts of %s: %w", module, err)
	}
	if err := os.Rename(temp, u.dir); err != nil {
		return u, err
	}
	progress.say("rendered the manifests of Kruise Rollouts %s in %.0f s", version, time.Since(start).Seconds())
	return u, nil
}

// moduleDir is the folder of the module at the version of rollouts/go.mod; it is downloaded if need be, and nothing is built.
func (h home) moduleDir(ctx context.Context) (string, error) {
	dir := filepath.Join(h.source, rolloutsPart.name)
	if _, err := goVersion(ctx, dir); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", rolloutsModule)
	cmd.Dir, cmd.Env = dir, goEnv()
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output() // JSON with an Error in it also when it fails
	var module struct{ Dir, Error string }
	if json.Unmarshal(out, &module) == nil && module.Error != "" {
		return "", fmt.Errorf("the module %s cannot be downloaded: %s", rolloutsModule, module.Error)
	}
	if err != nil || module.Dir == "" {
		return "", fmt.Errorf("the module %s cannot be downloaded (%v): %s", rolloutsModule, err, lastLine(complaints.Bytes()))
	}
	return module.Dir, nil
}

func (h home) kustomize(ctx context.Context, dir string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, h.kubectl(), "kustomize", dir)
	var complaints bytes.Buffer // also holds upstream's deprecation warnings, so it is shown on failure alone
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("kubectl kustomize %s failed (%w): %s", dir, err, lastLine(complaints.Bytes()))
	}
	return out, nil
}

// The kinds that would run the manager inside the cluster, or lead to it there: here it is a process beside the cluster.
var leftOut = []string{"Deployment", "Service"}

func filterID() string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(leftOut, " "))))[:8]
}

// withoutWorkloads drops the documents of those kinds. It relies on kustomize's form: one "kind:" at the margin of each document.
func withoutWorkloads(manifests []byte) []byte {
	var kept strings.Builder
	for document := range strings.SplitSeq("\n"+string(manifests), "\n---\n") {
		if kind := kindOf(document); kind == "" || isLeftOut(kind) {
			continue
		}
		kept.WriteString("---\n" + strings.Trim(document, "\n") + "\n")
	}
	return []byte(kept.String())
}

func isLeftOut(kind string) bool {
	for _, out := range leftOut {
		if kind == out {
			return true
		}
	}
	return false
}

func kindOf(document string) string {
	for line := range strings.Lines(document) {
		if kind, ok := strings.CutPrefix(line, "kind:"); ok {
			return strings.TrimSpace(kind)
		}
	}
	return ""
}

func printUpstream(h home, stdout io.Writer) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	dir, err := h.moduleDir(ctx)
	if err == nil {
		fmt.Fprintln(stdout, dir)
	}
	return err
}
