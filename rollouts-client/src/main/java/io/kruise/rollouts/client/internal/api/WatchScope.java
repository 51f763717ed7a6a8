// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.api;

import io.kruise.rollouts.client.RolloutRef;

/**
 * What a watch is on.
 *
 * @param namespace of one namespace; "" for all
 * @param name of one Rollout; "" for all
 */
public record WatchScope(String namespace, String name) {

  /** All Rollouts. */
  public static final WatchScope CLUSTER = new WatchScope("", "");

  /**
   * The Rollouts of a namespace.
   *
   * @param namespace its name
   * @return the scope
   */
  public static WatchScope namespace(String namespace) {
    return new WatchScope(namespace, "");
  }

  /**
   * One Rollout.
   *
   * @param ref its address
   * @return the scope
   */
  public static WatchScope rollout(RolloutRef ref) {
    return new WatchScope(ref.namespace(), ref.name());
  }

  /**
   * Whether it is one Rollout's alone, and so can't be made narrower.
   *
   * @return true for one Rollout
   */
  public boolean isSingle() {
    return !name.isEmpty();
  }

  /** The path below the group, with the query's beginning. */
  String query() {
    return (namespace.isEmpty() ? "" : "/namespaces/" + Calls.escape(namespace))
        + "/rollouts?"
        + (name.isEmpty() ? "" : "fieldSelector=" + Calls.escape("metadata.name=" + name) + "&");
  }
}
