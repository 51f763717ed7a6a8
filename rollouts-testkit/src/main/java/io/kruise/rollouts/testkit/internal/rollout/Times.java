// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Timestamp;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as metav1.Time stores them: RFC 3339 in whole seconds, the rest cut off. */
final class Times {
  private Times() {}

  static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static @Nullable Instant read(JsonNode text) {
    if (text.asText().isEmpty() || text.isNull()) {
      return null;
    }
    try {
      return Timestamp.parse(text.asText());
    } catch (DateTimeParseException e) {
      throw new PassFailedException("not a time: " + text);
    }
  }
}
