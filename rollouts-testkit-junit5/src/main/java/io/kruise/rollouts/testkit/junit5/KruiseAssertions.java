// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.ReleaseHistory;

/** Where AssertJ's assertions on Rollouts begin. Import it beside AssertJ's own. */
public final class KruiseAssertions {
  private KruiseAssertions() {}

  /**
   * On a Rollout as it was read.
   *
   * @param actual the Rollout
   * @return assertions
   */
  public static RolloutAssert assertThat(Rollout actual) {
    return new RolloutAssert(actual);
  }

  /**
   * On a Rollout as it is now: it is read once.
   *
   * @param actual the verbs on it
   * @return assertions; they fail when there is no such Rollout
   */
  public static RolloutAssert assertThat(RolloutOps actual) {
    return new RolloutAssert(actual.resource().get()).as(actual.ref().toString());
  }

  /**
   * On what happened.
   *
   * @param actual the history; narrow it to one Rollout when there are several
   * @return assertions
   */
  public static HistoryAssert assertThat(ReleaseHistory actual) {
    return new HistoryAssert(actual);
  }
}
