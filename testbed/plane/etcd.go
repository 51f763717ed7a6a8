package main

import (
	"errors"
	"net/url"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/embed"
)

const etcdReadyLimit = time.Minute

// etcdCommand runs a store with one member, embedded.
func etcdCommand() *cobra.Command {
	var dir, client, peer string
	command := &cobra.Command{
		Use:          "etcd",
		Args:         cobra.NoArgs,
		SilenceUsage: true,
		RunE:         func(*cobra.Command, []string) error { return runEtcd(dir, client, peer) },
	}
	command.Flags().StringVar(&dir, "data-dir", "etcd-data", "folder of the data")
	command.Flags().StringVar(&client, "client", "http://127.0.0.1:2379", "URL to serve clients on")
	command.Flags().StringVar(&peer, "peer", "http://127.0.0.1:2380", "URL to serve peers on")
	return command
}

func runEtcd(dir, client, peer string) error {
	clientURL, err := url.Parse(client)
	if err != nil {
		return err
	}
	peerURL, err := url.Parse(peer)
	if err != nil {
		return err
	}
	config := embed.NewConfig()
	config.Name = "testbed"
	config.Dir = dir
	config.LogLevel = "warn"
	config.TickMs, config.ElectionMs = 10, 100 // the only member need not wait a second for others before it leads
	config.UnsafeNoFsync = true                // faster; survives the end of the process by any signal, though not the loss of power
	config.ListenClientUrls, config.AdvertiseClientUrls = []url.URL{*clientURL}, []url.URL{*clientURL}
	config.ListenPeerUrls, config.AdvertisePeerUrls = []url.URL{*peerURL}, []url.URL{*peerURL}
	config.InitialCluster = config.InitialClusterFromName(config.Name)

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	defer etcd.Close()
	select {
	case <-etcd.Server.ReadyNotify():
	case <-stop:
		return nil
	case err := <-etcd.Err():
		return err
	case <-time.After(etcdReadyLimit):
		return errors.New("etcd is not ready after " + etcdReadyLimit.String())
	}
	select {
	case <-stop:
		return nil
	case err := <-etcd.Err():
		return err
	}
}
