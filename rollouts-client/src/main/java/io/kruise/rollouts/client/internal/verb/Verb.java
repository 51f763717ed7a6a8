// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.verb;

/**
 * A verb as a rule: what to do next, given what stands there. Pure, and level-triggered: it is
 * asked anew after each reading and after each write, whatever became of that, so a lost answer, a
 * second caller and an overwritten write are all the same case.
 *
 * @param <R> what it returns
 */
public interface Verb<R> {

  /**
   * What to do next.
   *
   * @param sight what was read
   * @return the move
   */
  Move<R> next(Sight sight);

  /**
   * Whether the workload is read each time as well.
   *
   * @return true when {@link Sight#workload} is looked at
   */
  default boolean needsWorkload() {
    return false;
  }

  /**
   * What it does, for messages.
   *
   * @return such as "the pause"
   */
  @Override
  String toString();
}
