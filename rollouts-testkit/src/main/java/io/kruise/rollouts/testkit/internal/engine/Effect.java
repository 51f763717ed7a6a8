// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.time.Instant;
import java.util.Optional;

/**
 * A write that a controller wants, or a note to itself. A write goes the way of every request:
 * admission, defaults, generation. A merge patch that changes nothing writes nothing.
 */
public sealed interface Effect {

  /**
   * Creates an object.
   *
   * @param object whole, with apiVersion, kind and metadata
   */
  record Create(ObjectNode object) implements Effect {}

  /**
   * Merges into an object, but for its status.
   *
   * @param ref which
   * @param patch an RFC 7396 merge patch
   */
  record MergePatch(ObjectRef ref, ObjectNode patch) implements Effect {}

  /**
   * Gives a pod to a node.
   *
   * @param ref which pod
   * @param node the node's name
   */
  record Bind(ObjectRef ref, String node) implements Effect {}

  /**
   * Merges into an object's status.
   *
   * @param ref which
   * @param patch an RFC 7396 merge patch with the field "status"
   */
  record MergeStatus(ObjectRef ref, ObjectNode patch) implements Effect {}

  /**
   * Puts a whole status over the newest object, whatever stands there.
   *
   * @param ref which
   * @param status the value of the field "status"
   */
  record ReplaceStatus(ObjectRef ref, ObjectNode status) implements Effect {}

  /**
   * Deletes an object. None there: nothing happens.
   *
   * @param ref which
   * @param foreground whether its dependents go before it, not after it
   */
  record Delete(ObjectRef ref, boolean foreground) implements Effect {

    /**
     * Deletes an object, its dependents in the background.
     *
     * @param ref which
     */
    public Delete(ObjectRef ref) {
      this(ref, false);
    }
  }

  /**
   * Emits an Event on an object.
   *
   * @param involved the object
   * @param type "Normal" or "Warning"
   * @param reason in one CamelCase word
   * @param message for people
   */
  record Emit(ObjectNode involved, String type, String reason, String message) implements Effect {}

  /**
   * Remembers a time, for the passes to come; see {@link World#remembered}. Writes nothing.
   *
   * @param what the rememberer's own name for it
   * @param when the time; empty to forget it
   */
  record Remember(String what, Optional<Instant> when) implements Effect {}
}
