package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// process is one process of an instance, by name; it need not run.
type process struct {
	in   instance
	name string
}

// record is what is written down when a process is started, to know it again later. Names and command lines prove nothing: another
// instance's process, or a stranger with a recycled pid, may look the same.
type record struct {
	PID      int      `json:"pid"`
	Identity identity `json:"identity"`
	Command  []string `json:"command"`
}

func (in instance) process(name string) process { return process{in, name} }

func (p process) file() string { return p.in.path("processes", p.name+".json") }

// running returns the record of the process if that very process is still there.
func (p process) running() (record, bool) {
	var r record
	if readJSON(p.file(), &r) != nil || r.PID <= 1 {
		return record{}, false
	}
	return r, proc.is(r.PID, r.Identity)
}

func (p procfs) is(pid int, wanted identity) bool {
	now, err := p.identify(pid)
	return err == nil && now == wanted
}

// start starts the component in a session of its own, so that it outlives the launcher and the shell, with its output in the log.
func (p process) start(c component) error {
	log := p.in.log(p.name)
	os.Rename(log, log+".1") // the run before stays readable, and no log grows beyond one run
	out, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	cmd := exec.Command(c.exe, c.args...) // stdin is /dev/null
	cmd.Dir, cmd.Env = c.dir, c.environment(p.in)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%s cannot be started: %w", p.name, err)
	}
	go cmd.Wait() // reaps it if it ends while this launcher still runs; otherwise init does
	id, err := proc.identify(cmd.Process.Pid)
	if err != nil {
		return nil // ended already; whoever waits for it finds no running process, and tells why
	}
	if err := writeJSON(p.file(), record{PID: cmd.Process.Pid, Identity: id, Command: cmd.Args}); err != nil {
		cmd.Process.Kill() // without its record nobody would ever end it
		return fmt.Errorf("%s was started, and ended again, as that cannot be written down: %w", p.name, err)
	}
	return nil
}

// died describes an end that nobody asked for.
func (p process) died() error {
	lines := tail(p.in.log(p.name), 15)
	if lines == "" {
		lines = "(its log is empty)"
	}
	return fmt.Errorf("%s ended by itself. The last lines of %s:\n%s", p.name, p.in.log(p.name), lines)
}

// lostPort tells whether the process ended because it could not listen. The check before the start leaves a moment for others.
func (p process) lostPort() bool {
	return strings.Contains(tail(p.in.log(p.name), 30), syscall.EADDRINUSE.Error())
}

const killPatience = 10 * time.Second

// stop ends the process: asked first, forced after the patience. It tells whether there was something to end.
func (p process) stop(patience time.Duration) (bool, error) {
	r, ok := p.running()
	if ok {
		// The handle pins the process, so checking it once more makes sure that the signal hits no later owner of the pid.
		handle, err := os.FindProcess(r.PID)
		if err == nil && proc.is(r.PID, r.Identity) {
			handle.Signal(syscall.SIGTERM)
			if !r.gone(patience) {
				handle.Signal(syscall.SIGKILL)
				if !r.gone(killPatience) {
					return true, fmt.Errorf("%s (pid %d) is still there %s after SIGKILL: look at it with ps, then run bed down again",
						p.name, r.PID, killPatience)
				}
			}
		}
	}
	if err := os.Remove(p.file()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return ok, err
	}
	return ok, nil
}

func (r record) gone(limit time.Duration) bool {
	for deadline := time.Now().Add(limit); proc.is(r.PID, r.Identity); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			return false
		}
	}
	return true
}

// listensOn tells whether the socket that answers on the loopback port belongs to the process itself.
func (r record) listensOn(port int) bool {
	addresses, _ := proc.listeners(r.PID)
	for _, address := range addresses {
		if int(address.Port()) == port && (address.Addr().IsLoopback() || address.Addr().IsUnspecified()) {
			return true
		}
	}
	return false
}

// exposed are the addresses beyond loopback on which the process listens, but for the port that is published; there should be none.
func (r record) exposed(published int) []string {
	var found []string
	addresses, _ := proc.listeners(r.PID)
	for _, address := range addresses {
		if !address.Addr().IsLoopback() && int(address.Port()) != published {
			found = append(found, address.String())
		}
	}
	return found
}
