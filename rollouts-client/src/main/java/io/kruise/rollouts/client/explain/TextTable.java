// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns, three spaces apart. */
final class TextTable {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int heads;

  TextTable(String... head) {
    this.heads = head.length == 0 ? 0 : 1;
    if (heads > 0) {
      rows.add(List.of(head));
    }
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  boolean isEmpty() {
    return rows.size() == heads;
  }

  String render() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(column == 0 ? "" : GAP)
            .append(cell)
            .append(" ".repeat(width(column) - cell.length()));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> row.size() > column)
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElse(0);
  }
}
