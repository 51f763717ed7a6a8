// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.engine;

import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Instant;
import java.util.Collection;

/**
 * One of the cluster's control loops, as a pure function: it looks at the world as it is, not at
 * what happened, and says what to write. It keeps nothing from one pass to the next.
 */
public interface Controller {

  /**
   * Its name.
   *
   * @return as it stands in the history and as the source of Events
   */
  String name();

  /**
   * Whom a change concerns.
   *
   * @param change the write
   * @param world all objects, after the write
   * @return the objects of this controller to be reconciled
   */
  Collection<ObjectRef> concerns(Change change, World world);

  /**
   * One pass over one object, which may be gone.
   *
   * @param ref the object
   * @param world all objects
   * @param now the cluster's time
   * @return what to write, and when to look again
   */
  Step reconcile(ObjectRef ref, World world, Instant now);
}
