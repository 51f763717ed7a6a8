package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// lock takes the named lock of the cache folder, waiting for at most limit. The kernel frees it when the launcher ends, however it
// ends, so no lock outlives its holder; children do not inherit it, as Go opens files close-on-exec.
func (h home) lock(name string, limit time.Duration, progress *progress) (unlock func(), err error) {
	path := filepath.Join(h.locks(), name+".lock")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("the lock file cannot be opened: %w", err)
	}
	deadline := time.Now().Add(limit)
	for said := false; ; said = true {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { file.Close() }, nil
		}
		if err != syscall.EWOULDBLOCK && err != syscall.EINTR {
			file.Close()
			return nil, fmt.Errorf("%s cannot be locked: %w", path, err)
		}
		if time.Now().After(deadline) {
			file.Close()
			return nil, fmt.Errorf("another bed has held %s for %s: wait for it to end, or end it, and try again", path, limit)
		}
		if !said {
			progress.say("waiting for another bed that holds the lock %s", name)
		}
		time.Sleep(100 * time.Millisecond)
	}
}
