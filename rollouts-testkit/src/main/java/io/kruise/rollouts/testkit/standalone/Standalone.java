// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.standalone;

import io.kruise.rollouts.testkit.FakeKruise;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The fake cluster as a program of its own, for clients in any language. */
public final class Standalone {
  private static final int WRONG_USAGE = 2;
  private static final int FAILED = 1;

  private Standalone() {}

  /**
   * Runs until it is told to end (SIGTERM or SIGINT), then exits with 0; with 2 when the command
   * line is wrong, with 1 when it can't start.
   *
   * @param args see the help
   */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  static int run(List<String> args, PrintStream out, PrintStream err) {
    StandaloneOptions options;
    try {
      options = StandaloneOptions.parse(args);
    } catch (IllegalArgumentException e) {
      err.println("rollouts-testkit: " + e.getMessage());
      return WRONG_USAGE;
    }
    if (options.help()) {
      out.print(StandaloneOptions.HELP);
      return 0;
    }
    try (FakeKruise kruise =
        FakeKruise.builder().port(options.port()).speed(options.speed()).start()) {
      write(kruise, options.kubeconfig());
      out.println("fake Kruise cluster at " + kruise.url());
      out.flush();
      awaitEnd(kruise);
      return 0;
    } catch (IllegalStateException | UncheckedIOException e) {
      err.println("rollouts-testkit: " + e.getMessage());
      return FAILED;
    }
  }

  private static void write(FakeKruise kruise, Optional<Path> file) {
    if (file.isPresent()) {
      try {
        kruise.writeKubeconfig(file.get());
      } catch (IOException e) {
        throw new UncheckedIOException(
            "the kubeconfig can't be written to " + file.get() + ": " + e, e);
      }
    }
  }

  // The JVM ends with the signal's exit code unless the hook ends it: halt makes it a clean 0.
  private static void awaitEnd(FakeKruise kruise) {
    CountDownLatch never = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  kruise.close();
                  Runtime.getRuntime().halt(0);
                },
                "fake-kruise-end"));
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
