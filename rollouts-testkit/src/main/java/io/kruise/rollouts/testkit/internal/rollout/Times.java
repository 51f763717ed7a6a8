// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as metav1.Time stores them: RFC 3339 in whole seconds, the rest cut off. */
final class Times {
  private Times() {}

  static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static @Nullable Instant read(JsonNode text) {
    return text.asText().isEmpty() || text.isNull()
        ? null
        : OffsetDateTime.parse(text.asText()).toInstant();
  }
}
