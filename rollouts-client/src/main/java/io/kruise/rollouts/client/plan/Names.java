// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import java.util.regex.Pattern;

/** Names of objects, as Kubernetes has them: lower-case DNS names. */
final class Names {
  private static final int LONGEST = 253;
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  private Names() {}

  static boolean possible(String name) {
    return name.length() <= LONGEST && NAME.matcher(name).matches();
  }

  /** The name of the Rollout itself, as the API server checks it. */
  static void check(Document document, Findings findings) {
    String name = document.name();
    if (name.isEmpty()) {
      if (document.meta().getGenerateName() == null) {
        findings.schema(FindingCode.MISSING, "metadata.name", "a name is required; give it one");
      }
    } else if (!possible(name)) {
      findings.schema(
          FindingCode.MALFORMED,
          "metadata.name",
          "\""
              + name
              + "\" is no name for an object; use up to "
              + LONGEST
              + " lower-case letters, digits, '-' and '.', with a letter or digit at both ends");
    }
  }
}
