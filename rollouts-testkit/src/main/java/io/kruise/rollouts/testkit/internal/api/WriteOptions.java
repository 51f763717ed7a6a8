// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

/**
 * How a write is done.
 *
 * @param manager who writes, as managedFields name them
 * @param dryRun whether to store nothing
 * @param tracking what is noted in managedFields
 */
public record WriteOptions(String manager, boolean dryRun, Tracking tracking) {

  /** What is noted of who manages which fields. */
  public enum Tracking {
    /** All, from the object's creation on. */
    FROM_THE_START,
    /** Only in objects in which it has begun. */
    WHERE_BEGUN,
    /** Nothing: an application has noted itself. */
    BY_APPLY
  }

  /**
   * A client's write.
   *
   * @param manager who writes
   * @param dryRun whether to store nothing
   */
  public WriteOptions(String manager, boolean dryRun) {
    this(manager, dryRun, Tracking.FROM_THE_START);
  }

  /**
   * A controller's write.
   *
   * @param manager who writes
   * @return the options
   */
  public static WriteOptions by(String manager) {
    return new WriteOptions(manager, false, Tracking.WHERE_BEGUN);
  }
}
