// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import io.kruise.rollouts.testkit.ReleaseHistory;

/** Carries the history of a test's cluster to where its failure is shown. It is never thrown. */
public final class HistoryOfFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ReleaseHistory history;

  HistoryOfFailure(ReleaseHistory history) {
    super("what happened to the Rollouts:\n" + history, null, false, false);
    this.history = history;
  }

  /**
   * What happened.
   *
   * @return the history as it was when the test had failed
   */
  public ReleaseHistory history() {
    return history;
  }
}
