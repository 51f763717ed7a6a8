package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestInputHashFollowsWhatGoesIntoABuild(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module x\n")
	write(t, filepath.Join(dir, "go.sum"), "sum\n")
	write(t, filepath.Join(dir, "main.go"), "package main\n")
	hash := func(more ...string) string {
		t.Helper()
		sum, err := inputHash(dir, more...)
		if err != nil || len(sum) != 12 {
			t.Fatalf("got %q, %v", sum, err)
		}
		return sum
	}
	seen := map[string]string{}
	isNew := func(what, sum string) {
		t.Helper()
		if before, ok := seen[sum]; ok {
			t.Errorf("%s gives the hash of %s", what, before)
		}
		seen[sum] = what
	}
	isNew("the beginning", hash("go1.24"))
	isNew("another Go", hash("go1.25"))
	isNew("two values", hash("go1", ".24"))

	base := hash("go1.24")
	write(t, filepath.Join(dir, "main_test.go"), "package main\n")
	write(t, filepath.Join(dir, "gen.sh"), "exit\n")
	write(t, filepath.Join(dir, "README.md"), "hello\n")
	if hash("go1.24") != base {
		t.Error("tests, scripts and texts do not go into a binary, and must not change the hash")
	}
	write(t, filepath.Join(dir, "main.go"), "package main // changed\n")
	isNew("a changed source", hash("go1.24"))
	write(t, filepath.Join(dir, "go.sum"), "other sum\n")
	isNew("a changed go.sum", hash("go1.24"))
	write(t, filepath.Join(dir, "inner", "more.go"), "package inner\n")
	isNew("a source in a folder below", hash("go1.24"))
	if err := os.Rename(filepath.Join(dir, "main.go"), filepath.Join(dir, "start.go")); err != nil {
		t.Fatal(err)
	}
	isNew("a renamed source", hash("go1.24"))
}

func TestPruneKeepsTheBuildsUsedLast(t *testing.T) {
	h := home{dir: t.TempDir()}
	now := time.Now()
	for i, name := range []string{"kwok-aaaaaaaaaaaa", "kwok-bbbbbbbbbbbb", "kwok-cccccccccccc", "kwok-dddddddddddd", "plane-eeeeeeeeeeee"} {
		path := filepath.Join(h.bin(), name)
		write(t, path, "")
		used := now.Add(time.Duration(i-10) * time.Hour)
		if err := os.Chtimes(path, used, used); err != nil {
			t.Fatal(err)
		}
	}
	if !touch(filepath.Join(h.bin(), "kwok-aaaaaaaaaaaa")) {
		t.Fatal("the binary is there, but touch did not find it")
	}
	h.prune("kwok")
	for name, wanted := range map[string]bool{
		"kwok-aaaaaaaaaaaa": true, "kwok-bbbbbbbbbbbb": false, "kwok-cccccccccccc": true, "kwok-dddddddddddd": true, "plane-eeeeeeeeeeee": true,
	} {
		if exists(filepath.Join(h.bin(), name)) != wanted {
			t.Errorf("%s kept: %t, wanted %t", name, !wanted, wanted)
		}
	}
}

func TestPlaneLdflags(t *testing.T) {
	const pkg = "-X k8s.io/component-base/version."
	wanted := " " + pkg + "gitVersion=v1.33.13 " + pkg + "gitMajor=1 " + pkg + "gitMinor=33"
	if got := planePart.ldflags("v1.33.13"); got != wanted {
		t.Errorf("got  %q\nwant %q", got, wanted)
	}
}

func TestRequiredVersion(t *testing.T) {
	gomod := filepath.Join(t.TempDir(), "go.mod")
	write(t, gomod, `module x

go 1.24.0

require example.org/single v1.0.0

require (
	example.org/one v1.2.3
	example.org/one/v2 v2.0.0 // indirect
)

replace example.org/other => example.org/other v0.9.0
`)
	for module, wanted := range map[string]string{
		"example.org/single": "v1.0.0", "example.org/one": "v1.2.3", "example.org/one/v2": "v2.0.0", "example.org/other": "",
	} {
		if got, err := requiredVersion(gomod, module); got != wanted || (err == nil) != (wanted != "") {
			t.Errorf("%s: got %q, %v; wanted %q", module, got, err, wanted)
		}
	}
}

func TestTheVersionOfGoIsThatOfThePartsFolder(t *testing.T) {
	bin, part := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "go"), []byte("#!/bin/sh\npwd\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	if asked, err := goVersion(t.Context(), part); asked != part || err != nil {
		t.Errorf("asked in %q instead of %q, %v", asked, part, err)
	}
}
