package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// status prints a line for each process, and one for what they do together.
func status(in instance, stdout io.Writer) error {
	if !exists(in.kubeconfig()) {
		return fmt.Errorf("instance %s does not exist: bed up makes it", in.name)
	}
	chosen, err := in.readPorts()
	if err != nil {
		return err
	}
	c, err := in.client(chosen)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	table := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "PROCESS\tSTATE\tPID\tPORT\tHEALTH")
	well := true
	for _, component := range in.components(artifacts{}, chosen) {
		state, pid, health := "stopped", "-", "-"
		port := component.ports[0]
		if running, ok := in.process(component.name).running(); ok {
			state, pid, health = "running", fmt.Sprint(running.PID), "ok"
			if err := c.healthy(ctx, component.healthURL()); err != nil {
				health = err.Error()
			} else if !running.listensOn(port) {
				health = "another program answers on its port"
			}
		}
		well = well && health == "ok"
		fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%s\n", component.name, state, pid, port, health)
	}
	healthy := well
	for _, of := range in.products() {
		webhooks := "not asked, as not all processes are healthy"
		if healthy {
			webhooks = "ok"
			if err := c.webhooksWork(ctx, of, chosen[of.port], in.webhookCAFile(of)); err != nil {
				well, webhooks = false, err.Error()
			}
		}
		fmt.Fprintf(table, "(webhooks of %s)\t\t\t%d\t%s\n", of.process, chosen[of.port], webhooks)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if !well {
		return errSaid
	}
	return nil
}
