// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import org.jspecify.annotations.Nullable;

/**
 * One write.
 *
 * @param revision the resourceVersion that it made
 * @param type what it was
 * @param ref the object
 * @param before the object before; null when it was added
 * @param after the object after; for a deletion the last one, with the deletion's revision
 * @param source who made it
 */
public record Change(
    long revision,
    Type type,
    ObjectRef ref,
    @Nullable ObjectNode before,
    ObjectNode after,
    Source source) {

  /**
   * A write of nobody in particular.
   *
   * @param revision the resourceVersion that it made
   * @param type what it was
   * @param ref the object
   * @param before the object before; null when it was added
   * @param after the object after
   */
  public Change(
      long revision, Type type, ObjectRef ref, @Nullable ObjectNode before, ObjectNode after) {
    this(revision, type, ref, before, after, Source.CLUSTER);
  }

  /** As a watch calls it. */
  public enum Type {
    /** The object is new. */
    ADDED,
    /** The object was written. */
    MODIFIED,
    /** The object is gone. */
    DELETED
  }
}
