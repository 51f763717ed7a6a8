package main

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestAnImageHoldsItsFilesAndWhatLinuxProgramsExpect(t *testing.T) {
	dir := t.TempDir()
	binary, folder := filepath.Join(dir, "plane-0123456789ab"), filepath.Join(dir, "upstream")
	if err := os.WriteFile(binary, []byte("program"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(folder, "lua"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "lua", "a.lua"), []byte("script"), 0o644); err != nil {
		t.Fatal(err)
	}
	var image bytes.Buffer
	if err := writeImage(&image, []imageFile{{binary, "bin/plane"}, {folder, "manifests/rollouts"}}); err != nil {
		t.Fatal(err)
	}
	modes, contents := map[string]int64{}, map[string]string{}
	for archive := tar.NewReader(&image); ; {
		header, err := archive.Next()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		content, _ := io.ReadAll(archive)
		modes[header.Name], contents[header.Name] = header.Mode, string(content)+header.Linkname
	}
	if modes["tmp/"] != 0o1777 || modes["testbed/bin/plane"] != 0o755 {
		t.Errorf("modes: %v", modes)
	}
	if contents["testbed/bin/plane"] != "program" || contents["testbed/manifests/rollouts/lua/a.lua"] != "script" ||
		contents["testbed/bin/kubectl"] != "plane" {
		t.Errorf("contents: %v", contents)
	}
}

func TestTheContentOfAnImageChangesWithItsBinaries(t *testing.T) {
	one := contentOf([]imageFile{{"/cache/bin/plane-0123456789ab", "bin/plane"}})
	if one != contentOf([]imageFile{{"/elsewhere/plane-0123456789ab", "bin/plane"}}) {
		t.Error("where the cache lies makes another image")
	}
	if one == contentOf([]imageFile{{"/cache/bin/plane-ba9876543210", "bin/plane"}}) {
		t.Error("another binary makes the same image")
	}
}

func TestTheOwnEngineKeepsToItsFolderAndOutOfThePacketFilter(t *testing.T) {
	own := home{dir: "/cache"}.ownEngine()
	args := own.component("dockerd").args
	for _, wanted := range []string{"--iptables=false", "--ip-forward=false", "/cache/engine/data", "/cache/engine/exec", "unix:///cache/engine/docker.sock"} {
		if !slices.Contains(args, wanted) {
			t.Errorf("%s is missing in %v", wanted, args)
		}
	}
}

func TestAnEngineThatIsNamedAndSilentIsNotReplacedByAnother(t *testing.T) {
	t.Setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
	_, err := ensureEngine(context.Background(), home{dir: t.TempDir()}, newProgress(io.Discard))
	if !errors.As(err, &noEngine{}) || !strings.Contains(err.Error(), "nobody answers at DOCKER_HOST=unix:///nowhere/docker.sock") {
		t.Errorf("got %v", err)
	}
}
