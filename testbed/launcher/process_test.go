package main

import (
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestParseStat(t *testing.T) {
	const rest = " S 1 42 42 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 9 0 987654 1000 200"
	for _, name := range []string{"plane", "a b", "x) S 1 (y", "(deep)"} {
		state, ticks, err := parseStat("42 (" + name + ")" + rest)
		if state != "S" || ticks != 987654 || err != nil {
			t.Errorf("%q: got %q, %d, %v", name, state, ticks, err)
		}
	}
	for _, stat := range []string{"", "42 (short) S 1", "42 no name"} {
		if _, _, err := parseStat(stat); err == nil {
			t.Errorf("%q was accepted", stat)
		}
	}
}

func TestParseListener(t *testing.T) {
	for line, wanted := range map[string]string{
		"0: 0100007F:5300 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 777 1 0":                                                 "127.0.0.1:21248",
		"1: 00000000:2694 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 777 1 0":                                                 "0.0.0.0:9876",
		"2: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 777 1 0": "[::1]:80",
		"3: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 777 1 0": "[::]:80",
		"4: 0100007F:5300 0100007F:C000 01 00000000:00000000 00:00000000 00000000 0 0 777 1 0":                                                 "",
		"sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode":                                       "",
	} {
		address, inode, ok := parseListener(line)
		if ok != (wanted != "") || ok && (address != netip.MustParseAddrPort(wanted) || inode != "777") {
			t.Errorf("%q: got %s, %s, %t; wanted %q", line, address, inode, ok, wanted)
		}
	}
}

func TestListenersOfOneself(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	port := listener.Addr().(*net.TCPAddr).Port
	if me := (record{PID: os.Getpid()}); !me.listensOn(port) || me.listensOn(1) || len(me.exposed(0)) > 0 {
		t.Errorf("one listener on 127.0.0.1:%d, found %v", port, me.exposed(0))
	}
	if init := (record{PID: 1}); init.listensOn(port) {
		t.Error("process 1 has our socket")
	}
}

// sleeper is an instance with one process, which sleeps in place of a component.
func sleeper(t *testing.T, script string) (process, component) {
	t.Helper()
	in := home{dir: t.TempDir()}.instance("test")
	if err := in.make(); err != nil {
		t.Fatal(err)
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell")
	}
	p := in.process("sleeper")
	t.Cleanup(func() { p.stop(0) })
	return p, component{name: "sleeper", exe: sh, args: []string{"-c", script}, dir: in.dir}
}

func awaitLog(t *testing.T, p process, wanted string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); tail(p.in.log(p.name), 1) != wanted; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited for %q in the log, which says %q", wanted, tail(p.in.log(p.name), 9))
		}
	}
}

func TestAProcessIsKnownAgainAndStopped(t *testing.T) {
	p, c := sleeper(t, "echo hello; read line; while :; do sleep 0.05; done")
	if err := p.start(c); err != nil {
		t.Fatal(err)
	}
	awaitLog(t, p, "hello")
	r, ok := p.running()
	if !ok {
		t.Fatal("not running:", p.died())
	}
	if session, _ := os.ReadFile(proc.pid(r.PID, "stat")); strings.Fields(string(session))[5] != strings.Fields(string(session))[0] {
		t.Error("it is not the leader of a session of its own, and would end with the terminal")
	}
	ended, err := p.stop(5 * time.Second)
	if !ended || err != nil {
		t.Fatalf("got %t, %v", ended, err)
	}
	if _, ok := p.running(); ok || exists(p.file()) {
		t.Error("still counts as running")
	}
	if ended, err := p.stop(0); ended || err != nil {
		t.Errorf("stopping once more: %t, %v", ended, err)
	}
}

func TestAProcessWithoutARecordIsEnded(t *testing.T) {
	p, c := sleeper(t, "while :; do sleep 0.05; done")
	if err := os.MkdirAll(filepath.Join(p.file(), "in the way"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := p.start(c); err == nil {
		t.Fatal("the record could not be written, and start said nothing")
	}
	for deadline := time.Now().Add(5 * time.Second); worksIn(p.in.dir); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the process still runs")
		}
	}
}

// worksIn tells whether some process has the folder as its working directory.
func worksIn(dir string) bool {
	links, _ := filepath.Glob("/proc/[0-9]*/cwd")
	return slices.ContainsFunc(links, func(link string) bool {
		at, err := os.Readlink(link)
		return err == nil && at == dir
	})
}

func TestAProcessDeafToSIGTERMIsKilled(t *testing.T) {
	p, c := sleeper(t, "trap '' TERM; echo ready; while :; do sleep 0.05; done")
	if err := p.start(c); err != nil {
		t.Fatal(err)
	}
	awaitLog(t, p, "ready") // the trap must be set before the signal comes
	if ended, err := p.stop(200 * time.Millisecond); !ended || err != nil {
		t.Errorf("got %t, %v", ended, err)
	}
}

func TestStrangersAreNeitherOursNorStopped(t *testing.T) {
	stranger := exec.Command("sleep", "60")
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { stranger.Process.Kill(); stranger.Wait() }()
	pid := stranger.Process.Pid
	id, err := proc.identify(pid)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := sleeper(t, "")
	for what, change := range map[string]func(*identity){
		"started at another moment": func(id *identity) { id.StartTicks++ },
		"in another boot":           func(id *identity) { id.Boot = "earlier" },
		"another program":           func(id *identity) { id.Exe = "/bin/other" },
	} {
		other := id
		change(&other)
		if err := writeJSON(p.file(), record{PID: pid, Identity: other}); err != nil {
			t.Fatal(err)
		}
		if _, ok := p.running(); ok {
			t.Errorf("%s, yet it counts as ours", what)
		}
		if ended, err := p.stop(0); ended || err != nil {
			t.Errorf("%s: stop says %t, %v", what, ended, err)
		}
		if stranger.Process.Signal(syscall.Signal(0)) != nil || !proc.is(pid, id) {
			t.Fatalf("%s, yet it was stopped", what)
		}
	}
}

func TestADeadProcessIsSeenBeforeItIsReaped(t *testing.T) {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	deadline := time.Now().Add(5 * time.Second)
	for {
		if _, err := proc.identify(cmd.Process.Pid); err != nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("a zombie counts as alive")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestAProcessWhoseProgramWasReplacedIsStillOurs(t *testing.T) {
	root := procfs(t.TempDir())
	write(t, filepath.Join(string(root), "sys/kernel/random/boot_id"), "b\n")
	write(t, root.pid(7, "stat"), "7 (plane) S"+strings.Repeat(" 0", 18)+" 55 0")
	if err := os.Symlink("/bin/plane (deleted)", root.pid(7, "exe")); err != nil {
		t.Fatal(err)
	}
	if !root.is(7, identity{Boot: "b", StartTicks: 55, Exe: "/bin/plane"}) {
		t.Error(root.identify(7))
	}
}

func TestTheLogOfTheRunBeforeIsKept(t *testing.T) {
	p, c := sleeper(t, "echo $$")
	for range 3 {
		if err := p.start(c); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
			if _, ok := p.running(); !ok {
				break
			}
		}
	}
	now, before := tail(p.in.log("sleeper"), 9), tail(p.in.log("sleeper")+".1", 9)
	if now == "" || before == "" || strings.Contains(now+before, "\n") || now == before {
		t.Errorf("one line in each is wanted, got %q and %q", now, before)
	}
}
