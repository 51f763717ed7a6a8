package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func numberedPorts() ports {
	p := ports{}
	for i, name := range portNames {
		p[name] = firstPort + i
	}
	return p
}

func madeInstance(t *testing.T, name string) instance {
	t.Helper()
	in := home{dir: t.TempDir()}.instance(name)
	if err := in.make(); err != nil {
		t.Fatal(err)
	}
	return in
}

func names(components []component) []string {
	var found []string
	for _, c := range components {
		found = append(found, c.name)
	}
	return found
}

func TestEveryPortBelongsToOneComponent(t *testing.T) {
	in := madeInstance(t, "i")
	if err := in.addKruise(); err != nil {
		t.Fatal(err)
	}
	var listed []int
	for _, c := range in.components(artifacts{}, numberedPorts()) {
		listed = append(listed, c.ports...)
	}
	slices.Sort(listed)
	if len(listed) != len(portNames) || len(slices.Compact(listed)) != len(portNames) || listed[0] != firstPort {
		t.Errorf("the components listen on %v, %d ports have names", listed, len(portNames))
	}
}

func TestOpenKruiseJoinsAnInstanceForGoodAndStartsBeforeTheRolloutsManager(t *testing.T) {
	in := madeInstance(t, "i")
	without := names(in.components(artifacts{}, ports{}))
	if in.hasKruise() || slices.Contains(without, kruiseProcess) || without[len(without)-1] != rolloutsProcess {
		t.Errorf("without OpenKruise: %v", without)
	}
	if err := in.addKruise(); err != nil {
		t.Fatal(err)
	}
	wanted := append(without[:len(without)-1:len(without)-1], kruiseProcess, rolloutsProcess)
	again := home{dir: in.home.dir}.instance("i") // as the next call of bed sees it
	if with := names(again.components(artifacts{}, ports{})); !slices.Equal(with, wanted) {
		t.Errorf("got %v, wanted %v", with, wanted)
	}
	if products := again.products(); len(products) != 2 || products[0].process != kruiseProcess {
		t.Errorf("got %d products", len(products))
	}
	if err := os.RemoveAll(in.dir); err != nil { // a purge
		t.Fatal(err)
	}
	if again.hasKruise() {
		t.Error("a purge did not end it")
	}
}

func TestTheManagersShareNothing(t *testing.T) {
	in := madeInstance(t, "i")
	p := numberedPorts()
	kruise, rollouts := in.kruiseManager(artifacts{kruise: "/k"}, p), in.rolloutsManager(artifacts{rollouts: "/r"}, p)
	if kruise.exe != "/k" || rollouts.exe != "/r" {
		t.Errorf("they run %s and %s", kruise.exe, rollouts.exe)
	}
	for _, entry := range append(kruise.env, kruise.args...) {
		if !slices.Contains(append(rollouts.env, rollouts.args...), entry) {
			continue
		}
		if entry != "WEBHOOK_HOST=127.0.0.1" && !strings.HasPrefix(entry, "-v=") {
			t.Errorf("both have %s", entry)
		}
	}
	if in.installed(kruiseProduct) == in.installed(rolloutsProduct) {
		t.Error("one marker stands for the manifests of both")
	}
}
