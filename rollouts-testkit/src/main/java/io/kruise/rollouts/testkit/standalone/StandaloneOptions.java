// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.standalone;

import io.kruise.rollouts.testkit.internal.time.LiveTime;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param port where to listen; 0 for any free port
 * @param kubeconfig the file to write for clients
 * @param speed seconds of the cluster in a second
 * @param help whether only the help is wanted
 */
record StandaloneOptions(int port, Optional<Path> kubeconfig, double speed, boolean help) {
  static final String HELP =
      """
      Usage: java -jar rollouts-testkit-standalone.jar [--port N] [--kubeconfig FILE] [--speed N]

      A fake Kubernetes cluster with Kruise Rollouts, for tests, on loopback. Prints one line
      with its URL when it is ready, and ends on SIGTERM.

        --port N           where to listen; 0, the default, for any free port
        --kubeconfig FILE  written for clients when the cluster is ready
        --speed N          seconds of the cluster's time in a second (1)
        --help             this text

      Exit code: 0 when it was told to end; 1 when it can't start; 2 for a wrong command line.
      """;

  static StandaloneOptions parse(List<String> args) {
    StandaloneOptions options = new StandaloneOptions(0, Optional.empty(), 1, false);
    Deque<String> rest = new ArrayDeque<>();
    for (String arg : args) {
      int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
      rest.add(equals < 0 ? arg : arg.substring(0, equals));
      if (equals >= 0) {
        rest.add(arg.substring(equals + 1));
      }
    }
    while (!rest.isEmpty()) {
      options = options.with(rest.pop(), rest);
    }
    return options;
  }

  private StandaloneOptions with(String name, Deque<String> rest) {
    return switch (name) {
      case "--port" -> new StandaloneOptions(port(value(name, rest)), kubeconfig, speed, help);
      case "--kubeconfig" ->
          new StandaloneOptions(port, Optional.of(Path.of(value(name, rest))), speed, help);
      case "--speed" -> new StandaloneOptions(port, kubeconfig, speed(value(name, rest)), help);
      case "--help", "-h" -> new StandaloneOptions(port, kubeconfig, speed, true);
      default -> throw new IllegalArgumentException("there is no option " + name + ": see --help");
    };
  }

  private static String value(String name, Deque<String> rest) {
    String value = rest.isEmpty() ? "" : rest.pop();
    if (value.isBlank() || value.startsWith("--")) {
      throw new IllegalArgumentException("option " + name + " needs a value: see --help");
    }
    return value;
  }

  private static int port(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException("--port is a number from 0 to 65535, not '" + value + "'");
  }

  private static double speed(String value) {
    try {
      return LiveTime.checked(Double.parseDouble(value));
    } catch (IllegalArgumentException e) { // of either kind
      throw new IllegalArgumentException(
          "--speed is a number above 0 and at most 100000, not '" + value + "'", e);
    }
  }
}
