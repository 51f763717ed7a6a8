// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.explore;

/**
 * Something that can happen next. Two of them with the same words in the same place of a run are
 * the same.
 *
 * @param actor whose it is, as it is printed
 * @param owner who goes on with it: the actor, or {@link #CONTROLLERS}
 * @param what in the actor's words
 * @param number the how manieth of this actor's moves with these words
 * @param local whether it touches only the actor itself
 */
record Move(String actor, String owner, String what, int number, boolean local) {
  /** All controllers together: their passes have an order of their own. */
  static final String CONTROLLERS = "";

  /** How it is printed, and found again. */
  String text() {
    return actor + ": " + what;
  }
}
