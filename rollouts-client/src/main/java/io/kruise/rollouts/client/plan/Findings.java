// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import java.util.ArrayList;
import java.util.List;

/** Collects findings, in order. */
final class Findings {
  private final List<Finding> found = new ArrayList<>();

  /** What the schema refuses: its paths are those of the JSON. */
  void schema(FindingCode code, String field, String message) {
    found.add(new Finding(code, field, field, message));
  }

  /** What the webhook refuses: its paths are of its own making. */
  void webhook(FindingCode code, String field, String serverField, String message) {
    found.add(new Finding(code, field, serverField, message));
  }

  void warn(FindingCode code, String field, String message) {
    found.add(new Finding(code, field, "", message));
  }

  boolean refused() {
    return found.stream().anyMatch(each -> each.severity() == Severity.REFUSED);
  }

  List<Finding> inOrder() {
    List<Finding> all = new ArrayList<>(found);
    all.sort((a, b) -> a.severity().compareTo(b.severity()));
    return all;
  }
}
