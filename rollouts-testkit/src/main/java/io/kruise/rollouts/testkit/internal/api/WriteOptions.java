// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

/**
 * How a write is done.
 *
 * @param manager who writes, as managedFields name them
 * @param dryRun whether to store nothing
 */
public record WriteOptions(String manager, boolean dryRun) {

  /**
   * A write that is stored.
   *
   * @param manager who writes
   * @return the options
   */
  public static WriteOptions by(String manager) {
    return new WriteOptions(manager, false);
  }
}
