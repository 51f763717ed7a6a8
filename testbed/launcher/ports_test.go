package main

import (
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

func TestChoosePortsSkipsWhatIsNotUsable(t *testing.T) {
	chosen := ports{"b": 25000}
	taken := map[int]bool{20001: true, 20002: true}
	err := choosePorts(chosen, []string{"a", "b", "c", "d"}, 20000, func(port int) bool { return !taken[port] })
	if err != nil || !maps.Equal(chosen, ports{"a": 20000, "b": 25000, "c": 20003, "d": 20004}) {
		t.Errorf("got %v, %v", chosen, err)
	}
}

func TestChoosePortsGoesAroundAndGivesUp(t *testing.T) {
	chosen := ports{}
	err := choosePorts(chosen, []string{"a", "b"}, lastPort, func(int) bool { return true })
	if err != nil || !maps.Equal(chosen, ports{"a": lastPort, "b": firstPort}) {
		t.Errorf("got %v, %v", chosen, err)
	}
	if err := choosePorts(ports{}, []string{"a"}, firstPort, func(int) bool { return false }); err == nil {
		t.Error("no port was usable, but there was no error")
	}
}

func TestStartPortStaysInTheRange(t *testing.T) {
	for i := range 1000 {
		if port := startPort(fmt.Sprint("/instances/", i)); port < firstPort || port > lastPort {
			t.Fatalf("got %d", port)
		}
	}
}

func TestBindable(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if bindable(port) {
		t.Error("a port with a listener counts as free")
	}
	listener.Close()
	if !bindable(port) {
		t.Error("a port without a listener counts as taken")
	}
}

func TestInstancesThatChooseAtOnceShareNoPort(t *testing.T) {
	h := home{dir: t.TempDir()}
	var all sync.WaitGroup
	chosen := make([]ports, 8)
	for i := range chosen {
		in := h.instance(fmt.Sprint("i", i))
		for _, dir := range []string{in.dir, h.locks()} {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		all.Add(1)
		go func() {
			defer all.Done()
			chosen[i], _ = in.ensurePorts(newProgress(io.Discard))
		}()
	}
	all.Wait()
	owner := map[int]int{}
	for i, its := range chosen {
		if len(its) != len(portNames) {
			t.Fatalf("instance %d got %v", i, its)
		}
		for _, port := range its {
			if other, ok := owner[port]; ok {
				t.Errorf("port %d belongs to the instances %d and %d", port, other, i)
			}
			owner[port] = i
		}
	}
	again, err := h.instance("i0").ensurePorts(newProgress(io.Discard))
	if err != nil || !maps.Equal(again, chosen[0]) {
		t.Errorf("the ports changed from %v to %v, %v", chosen[0], again, err)
	}
	if files, _ := filepath.Glob(filepath.Join(h.instances(), "*", ".new-*")); !slices.Equal(files, nil) {
		t.Errorf("left over: %v", files)
	}
}
