// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import java.util.Optional;

/**
 * Judges by three dry runs whether a release would be captured: every webhook that one needs is
 * asked in them, and nothing is left behind. {@code testbed/bed up} asks the same. Each judgement
 * is what is amiss, or empty.
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

  /** To a Rollout that only the validating webhook refuses. */
  static Optional<String> toInvalid(Answer answer) {
    if (answer.accepted()) {
      return Optional.of("an invalid Rollout is accepted, so the validating webhook is not asked");
    }
    return answer.message().contains("denied the request")
        ? Optional.empty()
        : Optional.of("the validating webhook does not answer (" + answer + ")");
  }

  /** To a valid one in v1alpha1, which is then converted. */
  static Optional<String> toOldVersion(Answer answer) {
    return answer.accepted()
        ? Optional.empty()
        : Optional.of("a valid Rollout in v1alpha1 is not accepted (" + answer + ")");
  }

  /** To a Deployment with the label that the mutating webhook goes by. */
  static Optional<String> toWorkload(Answer answer) {
    return answer.accepted()
        ? Optional.empty()
        : Optional.of("the workload's webhook does not answer (" + answer + ")");
  }
}
