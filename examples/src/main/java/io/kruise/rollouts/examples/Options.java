// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the command line asks for.
 *
 * @param kubeconfig the file; empty for KUBECONFIG or the fake cluster
 * @param namespace where to release
 * @param keep whether to leave everything there at the end
 * @param help whether only the help is wanted
 */
record Options(Optional<Path> kubeconfig, String namespace, boolean keep, boolean help) {
  static final String DEFAULT_NAMESPACE = "rollouts-quickstart";

  static final String HELP =
      """
      Usage: quickstart [--kubeconfig FILE] [--namespace NS] [--keep]

      Makes the release of OpenKruise's basic usage guide: ten pods go from version-1 to
      version-2, first 1, then 5, then 10, with an approval between the steps. In a fake
      cluster in this process, unless a kubeconfig is given.

        --kubeconfig FILE  a real cluster with Kruise Rollouts; or set KUBECONFIG
        --namespace NS     where to release (%s); created when there is none,
                           and removed at the end if this run created it
        --keep             leave everything there at the end
        --help             this text

      Exit code: 0 when the counts were 1, 5 and 10; 1 when not; 2 for a wrong command
      line; 130 when interrupted.
      """
          .formatted(DEFAULT_NAMESPACE);

  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a sentence, when it is wrong
   */
  static Options parse(List<String> args) {
    Options options = new Options(Optional.empty(), DEFAULT_NAMESPACE, false, false);
    Deque<String> rest = new ArrayDeque<>(args);
    while (!rest.isEmpty()) {
      String arg = rest.pop();
      int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
      String name = equals < 0 ? arg : arg.substring(0, equals);
      boolean takesValue = name.equals("--kubeconfig") || name.equals("--namespace");
      if (equals >= 0 && takesValue) {
        rest.push(arg.substring(equals + 1));
      } else if (equals >= 0) {
        name = arg; // an option that is known takes no value, so this one is not
      }
      options = options.with(name, rest);
    }
    return options;
  }

  private Options with(String name, Deque<String> rest) {
    return switch (name) {
      case "--kubeconfig" ->
          new Options(Optional.of(Path.of(value(name, rest))), namespace, keep, help);
      case "--namespace" -> new Options(kubeconfig, checked(value(name, rest)), keep, help);
      case "--keep" -> new Options(kubeconfig, namespace, true, help);
      case "--help", "-h" -> new Options(kubeconfig, namespace, keep, true);
      default ->
          throw new IllegalArgumentException(
              "there is no option " + name + ": see quickstart --help");
    };
  }

  private static String value(String name, Deque<String> rest) {
    String value = rest.isEmpty() ? "" : rest.pop();
    if (value.isBlank() || value.startsWith("--")) {
      throw new IllegalArgumentException(
          "option " + name + " needs a value: see quickstart --help");
    }
    return value;
  }

  private static String checked(String namespace) {
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "'"
              + namespace
              + "' can't be the name of a namespace: use lower-case letters, digits and '-', at most 63");
    }
    return namespace;
  }
}
