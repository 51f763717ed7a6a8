// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Event;
import java.time.Instant;
import java.util.Optional;

/**
 * One Event, from either of its two APIs.
 *
 * @param kind of the object that it tells of
 * @param name of that object
 * @param warning whether its type is Warning
 * @param reason in one word
 * @param message for people
 * @param count how often it was told
 * @param first when it was first told
 * @param last when it was last told
 */
public record EventReading(
    String kind,
    String name,
    boolean warning,
    String reason,
    String message,
    int count,
    Optional<Instant> first,
    Optional<Instant> last) {

  /**
   * Reads an Event.
   *
   * @param event the object as the API server gave it
   * @return the reading
   */
  public static EventReading of(Event event) {
    Optional<Instant> created = Times.parse(event.getMetadata().getCreationTimestamp());
    Optional<Instant> told =
        event.getEventTime() == null
            ? Optional.empty()
            : Times.parse(event.getEventTime().getTime());
    Optional<Instant> seen =
        event.getSeries() == null || event.getSeries().getLastObservedTime() == null
            ? Optional.empty()
            : Times.parse(event.getSeries().getLastObservedTime().getTime());
    int series =
        event.getSeries() == null ? 1 : requireNonNullElse(event.getSeries().getCount(), 1);
    return new EventReading(
        Times.text(event.getInvolvedObject().getKind()),
        Times.text(event.getInvolvedObject().getName()),
        "Warning".equals(event.getType()),
        Times.text(event.getReason()),
        Times.text(event.getMessage()),
        Math.max(series, requireNonNullElse(event.getCount(), 1)),
        Times.parse(event.getFirstTimestamp()).or(() -> told).or(() -> created),
        seen.or(() -> Times.parse(event.getLastTimestamp())).or(() -> told).or(() -> created));
  }
}
