package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// requiredVersion reads the version of a module off a go.mod, which is the one place where versions are written down.
func requiredVersion(gomod, module string) (string, error) {
	data, err := os.ReadFile(gomod)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(data)) {
		line, _, _ = strings.Cut(line, "//")
		fields := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(fields) == 2 && fields[0] == module {
			return fields[1], nil
		}
	}
	return "", fmt.Errorf("%s requires no %s", gomod, module)
}

func (h home) version(part, module string) (string, error) {
	return requiredVersion(filepath.Join(h.source, part, "go.mod"), module)
}
