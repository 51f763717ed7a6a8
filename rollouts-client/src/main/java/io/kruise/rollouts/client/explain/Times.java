// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Times as the API server writes them, and durations in words. */
final class Times {
  private Times() {}

  static Optional<Instant> parse(@Nullable String time) {
    if (time == null || time.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeException e) { // what a stranger wrote is as good as nothing
      return Optional.empty();
    }
  }

  static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** When the object itself, not its status, was last changed; empty without managedFields. */
  static Optional<Instant> specWritten(ObjectMeta meta) {
    return written(meta, entry -> Times.text(entry.getSubresource()).isEmpty());
  }

  /** When the status was last changed; empty without managedFields. */
  static Optional<Instant> statusWritten(ObjectMeta meta) {
    return written(meta, entry -> "status".equals(entry.getSubresource()));
  }

  private static Optional<Instant> written(ObjectMeta meta, Predicate<ManagedFieldsEntry> which) {
    @Nullable List<ManagedFieldsEntry> fields = meta.getManagedFields();
    return fields == null
        ? Optional.empty()
        : fields.stream()
            .filter(which)
            .flatMap(entry -> parse(entry.getTime()).stream())
            .max(Comparator.naturalOrder());
  }

  /** Never negative: the two clocks may differ. */
  static Duration since(Instant then, Instant now) {
    Duration passed = Duration.between(then, now);
    return passed.isNegative() ? Duration.ZERO : passed;
  }

  static boolean longerThan(Duration bound, Optional<Instant> then, Instant now) {
    return then.isPresent() && since(then.get(), now).compareTo(bound) > 0;
  }

  static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  static String moment(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
