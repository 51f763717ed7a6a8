// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * What the real controller did in a scenario, from several recordings.
 *
 * @param scenario its name
 * @param controller which controller
 * @param runs how many recordings
 * @param segments the writing actions, each with the states that followed
 * @param waits the waits, in order
 * @param waitsDiffer whether the recordings differ in the outcome of waits
 * @param finalState how things were at the end, by {@link FinalState}
 * @param finalDiffers the names in it in which the recordings differ
 */
public record Golden(
    String scenario,
    String controller,
    int runs,
    List<Segment> segments,
    List<Wait> waits,
    boolean waitsDiffer,
    JsonNode finalState,
    Set<String> finalDiffers) {

  /** Keeps the collections from being changed. */
  public Golden {
    segments = List.copyOf(segments);
    waits = List.copyOf(waits);
    finalDiffers = Set.copyOf(finalDiffers);
  }
}
