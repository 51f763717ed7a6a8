// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.time;

import java.time.Instant;
import java.util.Optional;

/** What is run when it is due. Its monitor guards it. */
public interface Driven {

  /**
   * When something next wants to run.
   *
   * @return its time; empty when all is quiet
   */
  Optional<Instant> nextDue();

  /**
   * Runs the first that is due by now.
   *
   * @return whether there was one
   * @throws IllegalStateException when it came upon what can't be
   */
  boolean runNext();
}
