package main

import (
	"fmt"
	"os"
	"slices"
)

func down(in instance, purge bool, progress *progress) error {
	unlock, err := in.lock(progress)
	if err != nil {
		return err
	}
	defer unlock()
	if !exists(in.dir) {
		progress.say("instance %s does not exist, nothing to end", in.name)
		return nil
	}
	if err := stopAll(in, progress); err != nil {
		return err
	}
	if purge {
		if err := os.RemoveAll(in.dir); err != nil {
			return fmt.Errorf("%s cannot be removed: %w", in.dir, err)
		}
		progress.say("removed %s", in.dir)
	}
	return nil
}

// stopAll ends the processes, the last one started first: the manager before the API server that it talks to, etcd at the end.
func stopAll(in instance, progress *progress) error {
	components := in.components(artifacts{}, ports{})
	for _, c := range slices.Backward(components) {
		ended, err := in.process(c.name).stop(c.patience)
		if err != nil {
			return err
		}
		if ended {
			progress.say("%s ended", c.name)
		}
	}
	return nil
}
