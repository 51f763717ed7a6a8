package main

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// The image holds nothing but the binaries and upstream's files; it is made from scratch, so no registry is needed.
const (
	imageRepository = "kruise-rollouts-testbed"
	imageLabel      = "io.kruise.rollouts.testbed.content"
	imageHome       = "testbed"
	zonesFile       = "zoneinfo.zip"
	imageLimit      = 10 * time.Minute
)

// imageFile is a file or folder of the image: where it comes from on this machine, and where it goes.
type imageFile struct{ from, to string }

// image makes the image in the engine at hand, and prints what tests need to find both.
func image(h home, stdout io.Writer, progress *progress) error {
	ctx, cancel := context.WithTimeout(context.Background(), imageLimit)
	defer cancel()
	built, err := buildAll(h, false, progress)
	if err != nil {
		return err
	}
	e, err := ensureEngine(ctx, h, progress)
	if err != nil {
		return err
	}
	name, err := h.imageName()
	if err != nil {
		return err
	}
	launcher, err := os.Executable()
	if err != nil {
		return err
	}
	files := []imageFile{
		{launcher, "bin/launcher"}, {built.plane, "bin/plane"}, {built.kwok, "bin/kwok"}, {built.rollouts, "bin/rollouts"},
		{built.upstream.dir, "manifests/" + imageUpstream},
	}
	zones, err := zoneinfo(ctx, h)
	if err != nil {
		return err
	}
	files = append(files, imageFile{zones, zonesFile})
	content := contentOf(files)
	if had, _ := e.docker(ctx, "image", "inspect", "--format", "{{index .Config.Labels \""+imageLabel+"\"}}", name); had != content {
		old, _ := e.docker(ctx, "image", "inspect", "--format", "{{.Id}}", name)
		if err := e.importImage(ctx, name, content, files); err != nil {
			return err
		}
		if old != "" {
			e.docker(ctx, "rmi", old) // stays where a container runs it
		}
		progress.say("made the image %s", name)
	}
	// Testcontainers starts a helper that removes what dead tests have left, tries out mounts with a small image, and tries to pull for two
	// minutes: none of that where nothing can be pulled.
	fmt.Fprintf(stdout, "export DOCKER_HOST=%[1]s\nexport TESTCONTAINERS_RYUK_DISABLED=true\nexport TESTCONTAINERS_PULL_TIMEOUT=5\nexport KRUISE_K3S_IMAGE=%[2]s\nexport KRUISE_K3S_PRIVILEGED=false\n"+
		"export TESTCONTAINERS_TINYIMAGE_CONTAINER_IMAGE=%[2]s\n", e.host, name)
	return nil
}

// zoneinfo is the file with all time zones that comes with Go: the API server judges the zone of a CronJob by it.
func zoneinfo(ctx context.Context, h home) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "env", "GOROOT")
	cmd.Dir, cmd.Env = filepath.Join(h.source, planePart.name), goEnv()
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("'go env GOROOT' failed: %w", err)
	}
	file := filepath.Join(strings.TrimSpace(string(out)), "lib", "time", zonesFile)
	if !exists(file) {
		return "", fmt.Errorf("this Go has no %s, which the image needs: install Go from go.dev", file)
	}
	return file, nil
}

// imageName says which controller is in the image.
func (h home) imageName() (string, error) {
	version, err := h.version(rolloutsPart.name, rolloutsPart.module)
	return imageRepository + ":" + version, err
}

// contentOf names what is in the image: the names of the binaries carry hashes of all that went into them.
func contentOf(files []imageFile) string {
	var names strings.Builder
	for _, file := range files {
		fmt.Fprintln(&names, filepath.Base(file.from), file.to)
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(names.String())))[:12]
}

func (e engine) importImage(ctx context.Context, name, content string, files []imageFile) error {
	changes := []string{
		"ENV KRUISE_TESTBED_HOME=/" + imageHome + " BED_SOURCE=/" + imageHome + " PATH=/" + imageHome + "/bin" +
			" ZONEINFO=/" + imageHome + "/" + zonesFile,
		`ENTRYPOINT ["/` + imageHome + `/bin/launcher", "serve"]`,
		fmt.Sprintf("EXPOSE %d", k3sPort),
		"LABEL " + imageLabel + "=" + content,
	}
	args := []string{"import"}
	for _, change := range changes {
		args = append(args, "--change", change)
	}
	reader, writer := io.Pipe()
	go func() { writer.CloseWithError(writeImage(writer, files)) }()
	cmd := e.command(ctx, append(args, "-", name)...)
	cmd.Stdin = reader
	out, err := cmd.CombinedOutput()
	reader.Close() // an engine that has gone must not leave the writer waiting
	if err != nil {
		return fmt.Errorf("the image %s cannot be made (%w): %s", name, err, lastLine(out))
	}
	return nil
}

// writeImage writes the files as a tar archive, the form in which an engine takes a whole file system.
func writeImage(to io.Writer, files []imageFile) error {
	archive := tar.NewWriter(to)
	folder := func(name string, mode int64) error {
		return archive.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: name + "/", Mode: mode})
	}
	for _, name := range []string{imageHome, imageHome + "/bin", imageHome + "/manifests"} {
		if err := folder(name, 0o755); err != nil {
			return err
		}
	}
	if err := folder("tmp", 0o1777); err != nil {
		return err
	}
	for _, file := range files {
		err := filepath.WalkDir(file.from, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			relative, err := filepath.Rel(file.from, path)
			if err != nil {
				return err
			}
			name := filepath.ToSlash(filepath.Join(imageHome, file.to, relative))
			if entry.IsDir() {
				return folder(name, 0o755)
			}
			return addFile(archive, path, name)
		})
		if err != nil {
			return err
		}
	}
	// the plane's binary acts as kubectl when called by that name
	err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeSymlink, Name: imageHome + "/bin/kubectl", Linkname: "plane", Mode: 0o777})
	if err != nil {
		return err
	}
	return archive.Close()
}

func addFile(archive *tar.Writer, path, name string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: info.Size(), Mode: int64(info.Mode().Perm())}
	if err := archive.WriteHeader(header); err != nil {
		return err
	}
	_, err = io.Copy(archive, file)
	return err
}

// removeImage removes the image with the containers that run it, and the engine if it is ours.
func removeImage(h home, progress *progress) error {
	ctx, cancel := context.WithTimeout(context.Background(), imageLimit)
	defer cancel()
	e, found := findEngine(ctx, h)
	if !found {
		progress.say("no Docker engine answers, nothing to remove")
		return h.ownEngine().remove(progress)
	}
	name, err := h.imageName()
	if err != nil {
		return err
	}
	ids, err := e.docker(ctx, "ps", "--all", "--quiet", "--filter", "ancestor="+name)
	if err != nil {
		return err
	}
	for _, id := range strings.Fields(ids) {
		if _, err := e.docker(ctx, "rm", "--force", "--volumes", id); err != nil {
			return err
		}
		progress.say("removed the container %s", id)
	}
	if _, err := e.docker(ctx, "image", "inspect", name); err == nil {
		if _, err := e.docker(ctx, "rmi", "--force", name); err != nil {
			return err
		}
		progress.say("removed the image %s", name)
	}
	return h.ownEngine().remove(progress)
}

// docker runs the command-line client and returns what it prints.
func (e engine) docker(ctx context.Context, args ...string) (string, error) {
	cmd := e.command(ctx, args...)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return "", errors.New("the command 'docker' is not on the PATH: install Docker (on Debian the package docker.io)")
	}
	if err != nil {
		return "", fmt.Errorf("docker %s failed (%w): %s", args[0], err, lastLine([]byte(complaints.String())))
	}
	return strings.TrimSpace(string(out)), nil
}

func (e engine) command(ctx context.Context, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, "docker", append([]string{"--host", e.host}, args...)...)
}
