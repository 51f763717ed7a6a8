// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

/**
 * How waits and approvals share their watches. Each is open only while somebody waits. Where the
 * API server forbids a watch, the next narrower one is taken, and the wider is tried again after
 * five minutes.
 */
public enum Watching {
  /**
   * One watch on all Rollouts of all namespaces. It needs the right to {@code watch} rollouts in
   * the whole cluster.
   */
  PER_CLUSTER,

  /**
   * One watch on each namespace in which somebody waits: the default. It needs the right to {@code
   * watch} rollouts in the namespace.
   */
  PER_NAMESPACE,

  /**
   * One watch on each Rollout for which somebody waits. It does with rights on that Rollout alone,
   * and hears nothing of others; but each is a connection, or a stream of one.
   */
  PER_ROLLOUT
}
