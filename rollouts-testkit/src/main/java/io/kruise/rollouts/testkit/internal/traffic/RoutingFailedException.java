// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import io.kruise.rollouts.testkit.internal.object.ObjectRef;

/** What upstream returns as an error from deep below; it ends the verb. */
final class RoutingFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RoutingFailedException(String message) {
    super(message);
  }

  /** An object that must be there is not, in the words of controller-runtime's cache. */
  static RoutingFailedException notFound(ObjectRef ref) {
    String kind = ref.group().isEmpty() ? ref.kind() : ref.kind() + "." + ref.group();
    return new RoutingFailedException(kind + " \"" + ref.name() + "\" not found");
  }
}
