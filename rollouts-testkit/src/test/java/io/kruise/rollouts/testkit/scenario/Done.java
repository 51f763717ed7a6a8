// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import java.util.Optional;

/**
 * An action that was done.
 *
 * @param action the action
 * @param position where it stands among the revisions of the writes
 * @param result what its request was answered with; empty for waits
 * @param held whether its wait was not in vain; empty for the others
 */
record Done(Action action, double position, Optional<Result> result, Optional<Boolean> held) {

  static Done wrote(Action action, double position, Result result) {
    return new Done(action, position, Optional.of(result), Optional.empty());
  }

  static Done waited(Action action, double position, boolean held) {
    return new Done(action, position, Optional.empty(), Optional.of(held));
  }

  static Done slept(Action action, double position) {
    return new Done(action, position, Optional.empty(), Optional.empty());
  }
}
