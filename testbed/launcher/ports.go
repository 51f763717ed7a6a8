package main

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Below the range from which Linux takes ports for outgoing connections, so that none of those takes ours for a moment.
const (
	firstPort = 20000
	lastPort  = 29999
)

// ports are the loopback ports of an instance by purpose; kept for as long as the instance lives.
type ports map[string]int

var portNames = []string{
	"apiserver", "etcd", "etcd-peer", "kcm", "scheduler", "kwok",
	"rollouts-webhook", "rollouts-probe", "rollouts-metrics",
	"kruise-webhook", "kruise-probe", "kruise-metrics", // kept even without OpenKruise, which may join later
}

// portTaken says that somebody else listens on a port of ours. Its cure is to choose anew.
type portTaken struct {
	process string
	port    int
}

func (e portTaken) Error() string {
	return fmt.Sprintf("port %d, wanted by %s, is taken by another program", e.port, e.process)
}

func (in instance) readPorts() (ports, error) {
	chosen := ports{}
	err := readJSON(in.path("ports.json"), &chosen)
	if errors.Is(err, fs.ErrNotExist) {
		return ports{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read (bed down --purge removes the instance): %w", in.path("ports.json"), err)
	}
	return chosen, nil
}

// ensurePorts returns the ports of the instance and chooses those that it has not got yet. All instances choose under one lock and
// leave out what any other has written down, running or not, so two of them never come to share a port.
func (in instance) ensurePorts(progress *progress) (ports, error) {
	unlock, err := in.home.lock("ports", time.Minute, progress)
	if err != nil {
		return nil, err
	}
	defer unlock()
	chosen, err := in.readPorts()
	if err != nil {
		return nil, err
	}
	reserved := map[int]bool{}
	files, _ := filepath.Glob(filepath.Join(in.home.instances(), "*", "ports.json"))
	for _, file := range files {
		other := ports{}
		if readJSON(file, &other) == nil {
			for _, port := range other {
				reserved[port] = true
			}
		}
	}
	usable := func(port int) bool { return !reserved[port] && bindable(port) }
	if err := choosePorts(chosen, portNames, startPort(in.dir), usable); err != nil {
		return nil, err
	}
	return chosen, writeJSON(in.path("ports.json"), chosen)
}

// forgetPorts makes the next ensurePorts choose all of them anew.
func (in instance) forgetPorts() error {
	err := os.Remove(in.path("ports.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// choosePorts fills in what is missing, going upwards from start and around.
func choosePorts(chosen ports, names []string, start int, usable func(int) bool) error {
	port, tried := start, 0
	for _, name := range names {
		if chosen[name] != 0 {
			continue
		}
		for ; !usable(port); port = nextPort(port) {
			if tried++; tried > lastPort-firstPort {
				return fmt.Errorf("no free port for %s between %d and %d: end what listens there, or purge instances", name, firstPort, lastPort)
			}
		}
		chosen[name] = port
		port = nextPort(port)
	}
	return nil
}

func nextPort(port int) int {
	if port >= lastPort {
		return firstPort
	}
	return port + 1
}

// startPort spreads instances over the range, so that those of different cache folders, which share no lock, seldom meet.
func startPort(dir string) int {
	hash := fnv.New32a()
	hash.Write([]byte(dir))
	return firstPort + int(hash.Sum32()%((lastPort-firstPort)/16))*16
}

// bindable tells whether nobody listens on the port.
func bindable(port int) bool {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return false
	}
	listener.Close()
	return true
}
