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
	"slices"
	"strings"
	"time"
)

// upstream is what the testbed takes from the module of a product as it is published, next to its Go code: the manifests to install
// and, for Kruise Rollouts, the Lua scripts, which the manager looks for in its working folder.
type upstream struct {
	product product
	dir     string
}

func (u upstream) install() string { return filepath.Join(u.dir, "install.yaml") }

// id changes with the content, so an instance can tell which manifests it was set up with.
func (u upstream) id() string { return filepath.Base(u.dir) }

// ensureUpstream renders the manifests once for each version.
func (h home) ensureUpstream(ctx context.Context, p product, progress *progress) (upstream, error) {
	version, err := h.version(p.part.name, p.part.module)
	if err != nil {
		return upstream{}, err
	}
	u := upstream{p, filepath.Join(h.manifests(), fmt.Sprintf("%s-%s-%s", p.part.name, version, filterID(p.leftOut)))}
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
	module, err := h.moduleDir(ctx, p.part)
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
	if err := os.WriteFile(filepath.Join(temp, "install.yaml"), without(p.leftOut, rendered), 0o644); err != nil {
		return u, err
	}
	for _, folder := range p.folders {
		if err := os.CopyFS(filepath.Join(temp, folder), os.DirFS(filepath.Join(module, folder))); err != nil {
			return u, fmt.Errorf("the folder %s of %s: %w", folder, module, err)
		}
	}
	if err := os.Rename(temp, u.dir); err != nil {
		return u, err
	}
	progress.say("rendered the manifests of %s %s in %.0f s", p.title, version, time.Since(start).Seconds())
	return u, nil
}

// moduleDir is the folder of the part's module at the version of its go.mod; it is downloaded if need be, and nothing is built.
func (h home) moduleDir(ctx context.Context, p part) (string, error) {
	dir := filepath.Join(h.source, p.name)
	if _, err := goVersion(ctx, dir); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", p.module)
	cmd.Dir, cmd.Env = dir, goEnv()
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output() // JSON with an Error in it also when it fails
	var module struct{ Dir, Error string }
	if json.Unmarshal(out, &module) == nil && module.Error != "" {
		return "", fmt.Errorf("the module %s cannot be downloaded: %s", p.module, module.Error)
	}
	if err != nil || module.Dir == "" {
		return "", fmt.Errorf("the module %s cannot be downloaded (%v): %s", p.module, err, lastLine(complaints.Bytes()))
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

// filterID tells manifests rendered without some kinds from those rendered without others.
func filterID(leftOut []string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(leftOut, " "))))[:8]
}

// without drops the documents of some kinds. It relies on kustomize's form: one "kind:" at the margin of each document.
func without(leftOut []string, manifests []byte) []byte {
	var kept strings.Builder
	for document := range strings.SplitSeq("\n"+string(manifests), "\n---\n") {
		if kind := kindOf(document); kind == "" || slices.Contains(leftOut, kind) {
			continue
		}
		kept.WriteString("---\n" + strings.Trim(document, "\n") + "\n")
	}
	return []byte(kept.String())
}

func kindOf(document string) string {
	for line := range strings.Lines(document) {
		if kind, ok := strings.CutPrefix(line, "kind:"); ok {
			return strings.TrimSpace(kind)
		}
	}
	return ""
}

func printUpstream(h home, p part, stdout io.Writer) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	dir, err := h.moduleDir(ctx, p)
	if err == nil {
		fmt.Fprintln(stdout, dir)
	}
	return err
}
