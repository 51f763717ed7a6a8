// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done and seen in one run of a scenario.
 *
 * @param scenario its name
 * @param segments the writing actions, each with the states that followed
 * @param waits the waits, in order
 * @param finalState how things were at the end, by {@link FinalState}
 * @param failure why the run ended early; null when it did not
 */
public record Trace(
    String scenario,
    List<Segment> segments,
    List<Wait> waits,
    JsonNode finalState,
    @Nullable String failure) {

  /** Keeps the lists from being changed. */
  public Trace {
    segments = List.copyOf(segments);
    waits = List.copyOf(waits);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scenario);
    for (Segment segment : segments) {
      text.append('\n').append(segment.action() == null ? "start" : segment.action());
      if (segment.result() != null) {
        text.append(' ').append(segment.result().code()).append(segment.result().message());
      }
      segment
          .blocks()
          .forEach(block -> text.append("\n    ").append(block).append(block.messages()));
    }
    return text.append('\n').append(finalState).toString();
  }
}
