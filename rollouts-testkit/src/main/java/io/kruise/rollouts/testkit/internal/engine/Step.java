// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one pass of a controller comes to.
 *
 * @param effects its writes, in order; when one is refused, the rest are dropped and the pass is
 *     repeated later
 * @param recheckAfter when to look again though nothing changed
 * @param trouble an error that the pass ended with: its effects are carried out, then it is
 *     repeated after a growing delay, as controller-runtime does with an error that is returned
 */
public record Step(
    List<Effect> effects, Optional<Duration> recheckAfter, Optional<String> trouble) {

  /** Keeps the effects from being changed. */
  public Step {
    effects = List.copyOf(effects);
  }

  /**
   * Nothing to do.
   *
   * @return no effects, no recheck
   */
  public static Step nothing() {
    return new Step(List.of(), Optional.empty(), Optional.empty());
  }

  /**
   * A step to be put together.
   *
   * @return an empty one
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Puts a step together, in the order of the calls. */
  public static final class Builder {
    private final List<Effect> effects = new ArrayList<>();
    private @Nullable Duration recheckAfter;
    private @Nullable String trouble;

    private Builder() {}

    /**
     * Creates an object.
     *
     * @param object whole
     * @return this
     */
    public Builder create(ObjectNode object) {
      effects.add(new Effect.Create(object));
      return this;
    }

    /**
     * Merges into an object, but for its status.
     *
     * @param ref which
     * @param patch the merge patch
     * @return this
     */
    public Builder merge(ObjectRef ref, ObjectNode patch) {
      effects.add(new Effect.MergePatch(ref, patch));
      return this;
    }

    /**
     * Gives a pod to a node.
     *
     * @param ref which pod
     * @param node the node's name
     * @return this
     */
    public Builder bind(ObjectRef ref, String node) {
      effects.add(new Effect.Bind(ref, node));
      return this;
    }

    /**
     * Merges into an object's status.
     *
     * @param ref which
     * @param patch the merge patch, with the field "status"
     * @return this
     */
    public Builder mergeStatus(ObjectRef ref, ObjectNode patch) {
      effects.add(new Effect.MergeStatus(ref, patch));
      return this;
    }

    /**
     * Puts a whole status over the newest object.
     *
     * @param ref which
     * @param status the status
     * @return this
     */
    public Builder replaceStatus(ObjectRef ref, ObjectNode status) {
      effects.add(new Effect.ReplaceStatus(ref, status));
      return this;
    }

    /**
     * Deletes an object.
     *
     * @param ref which
     * @return this
     */
    public Builder delete(ObjectRef ref) {
      effects.add(new Effect.Delete(ref));
      return this;
    }

    /**
     * Deletes an object after its dependents.
     *
     * @param ref which
     * @return this
     */
    public Builder deleteInForeground(ObjectRef ref) {
      effects.add(new Effect.Delete(ref, true));
      return this;
    }

    /**
     * Emits an Event.
     *
     * @param involved the object that it is about
     * @param type "Normal" or "Warning"
     * @param reason in one CamelCase word
     * @param message for people
     * @return this
     */
    public Builder emit(ObjectNode involved, String type, String reason, String message) {
      effects.add(new Effect.Emit(involved, type, reason, message));
      return this;
    }

    /**
     * Remembers a time for the passes to come.
     *
     * @param what the rememberer's own name for it
     * @param when the time
     * @return this
     */
    public Builder remember(String what, Instant when) {
      effects.add(new Effect.Remember(what, Optional.of(when)));
      return this;
    }

    /**
     * Forgets what was remembered.
     *
     * @param what the rememberer's own name for it
     * @return this
     */
    public Builder forget(String what) {
      effects.add(new Effect.Remember(what, Optional.empty()));
      return this;
    }

    /**
     * Looks again later; the earliest of several counts.
     *
     * @param after how much later
     * @return this
     */
    public Builder recheck(Duration after) {
      if (recheckAfter == null || after.compareTo(recheckAfter) < 0) {
        recheckAfter = after;
      }
      return this;
    }

    /**
     * Ends with an error.
     *
     * @param what went wrong, for the history
     * @return this
     */
    public Builder trouble(String what) {
      trouble = what;
      return this;
    }

    /**
     * The step.
     *
     * @return as put together so far
     */
    public Step build() {
      return new Step(effects, Optional.ofNullable(recheckAfter), Optional.ofNullable(trouble));
    }
  }
}
