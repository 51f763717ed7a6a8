// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a server said to each check: a text file, each part headed by a line "== " and a name. */
public final class Observations {
  private static final String HEAD = "== ";
  private static final String EXPECTED = "/contract/expected.txt";
  private static final String DIFFERENCES = "/contract/differences.txt";

  private Observations() {}

  /**
   * What the real API server says.
   *
   * @return by the checks' names, in their order
   */
  public static Map<String, String> expected() {
    return read(EXPECTED);
  }

  /**
   * What the fake says otherwise: a line with the reason, then what it says.
   *
   * @return by the checks' names
   */
  static Map<String, String> differences() {
    return read(DIFFERENCES);
  }

  private static Map<String, String> read(String resource) {
    try (InputStream in =
        Objects.requireNonNull(Observations.class.getResourceAsStream(resource), resource)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> parse(List<String> lines) {
    Map<String, String> parts = new LinkedHashMap<>();
    String name = "";
    for (String line : lines) {
      if (line.startsWith(HEAD)) {
        name = line.substring(HEAD.length());
        parts.put(name, "");
      } else {
        parts.merge(name, line, (before, next) -> before.isEmpty() ? next : before + "\n" + next);
      }
    }
    parts.replaceAll((any, text) -> text.stripTrailing());
    return parts;
  }

  /**
   * Asks a server all checks.
   *
   * @param server prepared for them
   * @return what it said
   * @throws Exception when it doesn't answer
   */
  static Map<String, String> of(Server server) throws Exception {
    Map<String, String> seen = new LinkedHashMap<>();
    for (Check check : Contract.checks()) {
      seen.put(check.name(), observe(check, server));
    }
    return seen;
  }

  /**
   * Asks a server one check.
   *
   * @param check what
   * @param server prepared for it
   * @return what it said, as it stands in a file
   * @throws Exception when it doesn't answer
   */
  public static String observe(Check check, Server server) throws Exception {
    return server
        .steady(check.question().ask(server))
        .lines()
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"))
        .stripTrailing();
  }

  /** Writes observations down. */
  static void write(Path file, Map<String, String> observations) throws IOException {
    Files.writeString(
        file,
        observations.entrySet().stream()
            .map(each -> HEAD + each.getKey() + "\n" + each.getValue() + "\n")
            .collect(Collectors.joining()));
  }
}
