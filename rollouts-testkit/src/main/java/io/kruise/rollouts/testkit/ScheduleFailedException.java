// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import org.jspecify.annotations.Nullable;

/** A schedule of {@link Interleavings} after which something did not hold. */
public final class ScheduleFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String schedule;

  ScheduleFailedException(String schedule, String what, @Nullable Throwable cause) {
    super(what + "\nafter this schedule, which Interleavings.replay repeats:\n" + schedule, cause);
    this.schedule = schedule;
  }

  /**
   * The schedule.
   *
   * @return a move a line, for {@link Interleavings#replay}
   */
  public String schedule() {
    return schedule;
  }
}
