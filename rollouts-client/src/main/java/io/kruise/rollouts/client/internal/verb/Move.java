// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.verb;

import java.util.List;
import java.util.Map;

/**
 * What a verb does next.
 *
 * @param <R> what it returns in the end
 */
public sealed interface Move<R> {

  /** What is written to. */
  enum Target {
    /** The Rollout, but for its status. */
    ROLLOUT,
    /** The Rollout's status. */
    ROLLOUT_STATUS,
    /** The workload. */
    WORKLOAD
  }

  /**
   * It is done: what was wanted stands there.
   *
   * @param result what the verb returns
   * @param <R> its type
   */
  record Done<R>(R result) implements Move<R> {}

  /**
   * It can't be done, and nothing more is written.
   *
   * @param failure says why
   * @param <R> what the verb returns
   */
  record Refuse<R>(RuntimeException failure) implements Move<R> {}

  /**
   * It is under way.
   *
   * @param why what is waited for, in a sentence
   * @param <R> what the verb returns
   */
  record Wait<R>(String why) implements Move<R> {}

  /**
   * One guarded write. Its answer is no proof: what stands there afterwards is read, and the verb
   * asked again.
   *
   * @param target what is written to
   * @param patch a JSON Patch whose tests hold for what was read, and for nothing else
   * @param <R> what the verb returns
   */
  record Write<R>(Target target, List<Map<String, Object>> patch) implements Move<R> {}

  /**
   * Deletes the Rollout that was read, and no other one of its name.
   *
   * @param uid its uid
   * @param <R> what the verb returns
   */
  record Delete<R>(String uid) implements Move<R> {}
}
