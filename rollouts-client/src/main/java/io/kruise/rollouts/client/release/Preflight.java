// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a change would become a release that the Rollout controls, as things stand.
 *
 * @param obstacles all that stands in the way; empty when nothing does
 */
public record Preflight(List<Obstacle> obstacles) {

  /** Keeps a copy. */
  public Preflight {
    obstacles = List.copyOf(obstacles);
  }

  /**
   * Whether nothing stands in the way.
   *
   * @return true when the change would be captured
   */
  public boolean isClear() {
    return obstacles.isEmpty();
  }

  @Override
  public String toString() {
    return isClear()
        ? "nothing stands in the way"
        : obstacles.stream()
            .map(obstacle -> obstacle.what() + " (" + obstacle.advice() + ")")
            .collect(Collectors.joining("; "));
  }
}
