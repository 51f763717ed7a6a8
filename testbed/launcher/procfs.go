package main

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// procfs is a folder like /proc.
type procfs string

const proc procfs = "/proc"

// identity is what tells a process from a later one with the same pid: the boot, the moment it started, and what it executes.
type identity struct {
	Boot       string `json:"boot"`
	StartTicks uint64 `json:"startTicks"`
	Exe        string `json:"exe"`
}

func (p procfs) pid(pid int, file string) string {
	return filepath.Join(string(p), strconv.Itoa(pid), file)
}

// identify fails when the process is gone, or has ended and only waits to be reaped.
func (p procfs) identify(pid int) (identity, error) {
	stat, err := os.ReadFile(p.pid(pid, "stat"))
	if err != nil {
		return identity{}, err
	}
	state, ticks, err := parseStat(string(stat))
	if err != nil {
		return identity{}, err
	}
	if state == "Z" || state == "X" {
		return identity{}, fmt.Errorf("process %d has ended", pid)
	}
	exe, err := os.Readlink(p.pid(pid, "exe"))
	if err != nil {
		return identity{}, err
	}
	boot, err := os.ReadFile(filepath.Join(string(p), "sys/kernel/random/boot_id"))
	if err != nil {
		return identity{}, err
	}
	// Linux adds this when the file was removed, as old builds are, while the process goes on.
	exe = strings.TrimSuffix(exe, " (deleted)")
	return identity{Boot: strings.TrimSpace(string(boot)), StartTicks: ticks, Exe: exe}, nil
}

// parseStat takes the state and the start time out of /proc/PID/stat. The name in parentheses may hold anything, ") " included.
func parseStat(stat string) (state string, startTicks uint64, err error) {
	end := strings.LastIndex(stat, ")")
	if end < 0 {
		return "", 0, errors.New("no name in the stat line")
	}
	fields := strings.Fields(stat[end+1:]) // from field 3 on, of which the start time is field 22
	if len(fields) < 20 {
		return "", 0, fmt.Errorf("%d fields in the stat line, 22 wanted", len(fields)+2)
	}
	startTicks, err = strconv.ParseUint(fields[19], 10, 64)
	return fields[0], startTicks, err
}

// listeners are the TCP addresses on which the process listens.
func (p procfs) listeners(pid int) ([]netip.AddrPort, error) {
	held := map[string]bool{}
	links, err := os.ReadDir(p.pid(pid, "fd"))
	if err != nil {
		return nil, err
	}
	for _, link := range links {
		target, _ := os.Readlink(p.pid(pid, filepath.Join("fd", link.Name())))
		if inode, ok := strings.CutPrefix(target, "socket:["); ok {
			held[strings.TrimSuffix(inode, "]")] = true
		}
	}
	var found []netip.AddrPort
	for _, table := range []string{"net/tcp", "net/tcp6"} {
		file, err := os.Open(p.pid(pid, table))
		if err != nil {
			continue // a kernel without IPv6
		}
		for lines := bufio.NewScanner(file); lines.Scan(); {
			if address, inode, ok := parseListener(lines.Text()); ok && held[inode] {
				found = append(found, address)
			}
		}
		file.Close()
	}
	slices.SortFunc(found, netip.AddrPort.Compare)
	return found, nil
}

// parseListener reads one line of /proc/net/tcp or tcp6, and says no to all but listening sockets.
func parseListener(line string) (address netip.AddrPort, inode string, ok bool) {
	fields := strings.Fields(line)
	const listening = "0A"
	if len(fields) < 10 || fields[3] != listening {
		return address, "", false
	}
	host, port, found := strings.Cut(fields[1], ":")
	bytes, err := hex.DecodeString(host)
	if !found || err != nil || len(bytes)%4 != 0 {
		return address, "", false
	}
	for word := range slices.Chunk(bytes, 4) { // written as words of the machine's byte order, little-endian where we run
		slices.Reverse(word)
	}
	ip, valid := netip.AddrFromSlice(bytes)
	number, err := strconv.ParseUint(port, 16, 16)
	if !valid || err != nil {
		return address, "", false
	}
	return netip.AddrPortFrom(ip.Unmap(), uint16(number)), fields[9], true
}
