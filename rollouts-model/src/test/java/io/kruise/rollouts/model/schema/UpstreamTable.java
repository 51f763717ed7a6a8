// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.schema;

import io.kruise.rollouts.model.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The committed tables of upstream's CRDs. */
final class UpstreamTable {

  private static final List<String> HEADER =
      List.of(
          "# Facts of the CRD of openkruise/rollouts v0.6.2, derived by UpstreamTableTest.",
          "# Written by a program: do not edit.");

  private UpstreamTable() {}

  static Path of(Kind kind) {
    return Path.of("src/test/resources/schema", kind.plural() + "." + kind.version() + ".txt");
  }

  static void write(Kind kind, List<String> table) throws IOException {
    List<String> lines = new ArrayList<>(HEADER);
    lines.addAll(table);
    Files.write(of(kind), lines, StandardCharsets.UTF_8);
  }
}
