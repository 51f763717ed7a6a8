// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import java.nio.file.Path;
import java.util.Map;

/** The page of the known differences, made from the data. */
final class DifferencesPage {
  static final Path FILE = Path.of("../docs/differences.md");

  private DifferencesPage() {}

  static String text() {
    Map<String, String> expected = Observations.expected();
    Map<String, Difference> differences = Difference.known();
    StringBuilder page =
        new StringBuilder(
            """
            # Where the fake API server differs from the real one

            %d questions are asked of both, by bare HTTP: of the real one (Kubernetes v1.33.13) by \
            `ContractIT`, of the
            fake by `ContractTest`. %d answers are known to differ; all others are alike, but for \
            names and times. This page is
            written by `WriteDifferences` from `contract/expected.txt` and \
            `contract/differences.txt` of the testkit's tests; a
            difference that appears, changes or goes away fails the build.

            """
                .formatted(expected.size(), differences.size()));
    differences.forEach(
        (name, difference) ->
            page.append("## ")
                .append(name)
                .append("\n\n")
                .append(difference.reason())
                .append("\n\nThe real one:\n\n")
                .append(block(expected.getOrDefault(name, "")))
                .append("\nThe fake:\n\n")
                .append(block(difference.fake()))
                .append('\n'));
    return page.toString().stripTrailing() + "\n";
  }

  private static String block(String text) {
    return "```\n" + text.stripTrailing() + "\n```\n";
  }
}
