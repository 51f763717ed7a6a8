package main

import (
	"slices"
	"testing"
)

func TestEveryPortBelongsToOneComponent(t *testing.T) {
	p := ports{}
	for i, name := range portNames {
		p[name] = firstPort + i
	}
	var listed []int
	for _, c := range (home{dir: "/h"}).instance("i").components(artifacts{}, p) {
		listed = append(listed, c.ports...)
	}
	slices.Sort(listed)
	if len(listed) != len(portNames) || len(slices.Compact(listed)) != len(portNames) || listed[0] != firstPort {
		t.Errorf("the components listen on %v, %d ports have names", listed, len(portNames))
	}
}
