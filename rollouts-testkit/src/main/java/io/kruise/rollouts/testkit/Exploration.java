// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

/**
 * What {@link Interleavings} tried.
 *
 * @param schedules how many schedules there are with so many departures
 * @param departures in how many choices at most they depart from the obvious order
 * @param complete whether all of them were tried
 * @param tried how many runs were made in all, those of an unfinished search included
 */
public record Exploration(long schedules, int departures, boolean complete, long tried) {

  @Override
  public String toString() {
    return (complete ? "all " : "")
        + schedules
        + " schedules with up to "
        + departures
        + " departures from the obvious order ("
        + tried
        + " runs)";
  }
}
