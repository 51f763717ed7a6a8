// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures for people: printed as they come, and kept in target/. */
final class Report {
  private final PrintStream console = System.out;
  private final String name;
  private final List<String> lines = new ArrayList<>();

  Report(String name, String about) {
    this.name = name;
    line(about);
  }

  void line(String format, Object... values) {
    String text = values.length == 0 ? format : String.format(Locale.ROOT, format, values);
    lines.add(text);
    console.println("[" + name + "] " + text);
  }

  void end() {
    try {
      Files.write(Path.of("target", name + ".txt"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
