// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

/** Which requests reach the new version once a step is done. */
public sealed interface StepTraffic {

  /** Requests go where the pods are: nothing is routed in this step. */
  record AsPods() implements StepTraffic {
    @Override
    public String toString() {
      return "as the pods";
    }
  }

  /**
   * A share of the requests.
   *
   * @param percent of all, from 0 to 100
   */
  record Share(int percent) implements StepTraffic {
    @Override
    public String toString() {
      return percent + "%";
    }
  }

  /**
   * Those requests that a match describes.
   *
   * @param matches how many there are; one suffices
   */
  record Matching(int matches) implements StepTraffic {
    @Override
    public String toString() {
      return matches == 1 ? "by 1 match" : "by " + matches + " matches";
    }
  }
}
