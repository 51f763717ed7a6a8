// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What is wrong with an object, as Go's field.ErrorList words it. */
final class Faults {
  private final Set<String> texts = new LinkedHashSet<>();

  /** A value that is not allowed; the value as {@link GoText} prints it. */
  Faults invalid(String field, String value, String why) {
    texts.add(field + ": Invalid value: " + value + ": " + why);
    return this;
  }

  /** A change that is not allowed. */
  Faults forbidden(String field, String why) {
    texts.add(field + ": Forbidden: " + why);
    return this;
  }

  Faults addAll(Faults others) {
    texts.addAll(others.texts);
    return this;
  }

  boolean isEmpty() {
    return texts.isEmpty();
  }

  /** All of them in one text, each once, in order (ToAggregate); empty when nothing is wrong. */
  Optional<String> text() {
    return switch (texts.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(texts.iterator().next());
      default -> Optional.of("[" + String.join(", ", texts) + "]");
    };
  }
}
