// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import java.util.Optional;

/**
 * Judges by three dry runs whether a release would be captured: every webhook that one needs is
 * asked in them, and nothing is left behind. The same that {@code testbed/bed up} asks.
 */
final class Answers {
  private Answers() {}

  /**
   * How the API server answered one of them.
   *
   * @param code of HTTP; below 300 it was accepted
   * @param message of a refusal, or of the failed call
   */
  record Answer(int code, String message) {
    static final Answer ACCEPTED = new Answer(201, "");

    boolean accepted() {
      return code >= 200 && code < 300;
    }

    @Override
    public String toString() {
      return accepted() ? "accepted" : (code > 0 ? code + " " : "") + message;
    }
  }

  /**
   * What is amiss.
   *
   * @param invalid the answer to a Rollout that only the validating webhook refuses
   * @param old to a valid one in v1alpha1, which is then converted
   * @param workload to a Deployment with the label that the mutating webhook goes by
   * @return empty when all answered as they should
   */
  static Optional<String> amiss(Answer invalid, Answer old, Answer workload) {
    if (invalid.accepted()) {
      return Optional.of("an invalid Rollout is accepted, so the validating webhook is not asked");
    }
    if (!invalid.message().contains("denied the request")) {
      return Optional.of("the validating webhook does not answer (" + invalid + ")");
    }
    if (!old.accepted()) {
      return Optional.of("a valid Rollout in v1alpha1 is not accepted (" + old + ")");
    }
    if (!workload.accepted()) {
      return Optional.of("the workload's webhook does not answer (" + workload + ")");
    }
    return Optional.empty();
  }
}
