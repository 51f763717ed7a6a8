// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The project's own test bed; stopped again if this run started it. */
final class TestBed implements ControlPlane {
  private static final long START_MINUTES =
      60; // the first start on a new machine builds the binaries

  private final Path kubeconfig;
  private final boolean startedHere;

  private TestBed(Path kubeconfig, boolean startedHere) {
    this.kubeconfig = kubeconfig;
    this.startedHere = startedHere;
  }

  /**
   * The bed, started when it isn't up.
   *
   * @param options of {@code bed up}
   */
  static TestBed open(String... options) {
    boolean wasUp = bed("status").exitCode() == 0;
    Run up = bed("up", options);
    if (up.exitCode() != 0) {
      throw new IllegalStateException("the test bed did not start; what it printed is above");
    }
    List<String> lines = up.output().lines().toList();
    return new TestBed(Path.of(lines.get(lines.size() - 1).strip()), !wasUp);
  }

  @Override
  public String kubeconfig() {
    return ControlPlane.read(kubeconfig);
  }

  @Override
  public void close() {
    if (startedHere) {
      bed("down");
    }
  }

  private record Run(int exitCode, String output) {}

  private static Run bed(String verb, String... options) {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("testbed/bed").toString(), verb));
    command.addAll(List.of(options));
    try {
      // into a file: to read a pipe up to its end would be a wait without a bound
      Path output = Files.createTempFile("bed-" + verb, ".out");
      output.toFile().deleteOnExit();
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(START_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " took more than " + START_MINUTES + " minutes");
      }
      return new Run(process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException("can't run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
