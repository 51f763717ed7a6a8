// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.internal.DefaultRolloutsClient;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.client.workload.WorkloadKind;

/**
 * The door to Rollouts, through a {@link KubernetesClient} that the caller owns and closes.
 * Thread-safe; it has nothing to close itself. Keep one: waits and approvals share their watches
 * ({@link Watching#PER_NAMESPACE}) when they come through the same door.
 *
 * <pre>{@code
 * RolloutOps demo = RolloutsClient.on(kubernetes).inNamespace("default").withName("rollouts-demo");
 * demo.waitForStep(1);
 * demo.approve(ApproveOptions.step(1));
 * }</pre>
 */
public interface RolloutsClient {

  /**
   * A client on the wall clock.
   *
   * @param kubernetes the connection, with whichever HTTP client it has
   * @return the door
   */
  static RolloutsClient on(KubernetesClient kubernetes) {
    return on(kubernetes, WaitClock.system());
  }

  /**
   * A client on a clock of the caller's: tests give theirs.
   *
   * @param kubernetes the connection, with whichever HTTP client it has
   * @param clock what all waiting goes by
   * @return the door
   */
  static RolloutsClient on(KubernetesClient kubernetes, WaitClock clock) {
    return new DefaultRolloutsClient(kubernetes, clock);
  }

  /**
   * The same door with another way to share watches.
   *
   * @param watching which waits share one
   * @return a new door; it shares no watch with this one
   */
  RolloutsClient watching(Watching watching);

  /**
   * The same door for more kinds of workloads.
   *
   * @param more they are asked before the known ones
   * @return a new door; it shares no watch with this one
   */
  RolloutsClient knowing(WorkloadKind... more);

  /**
   * Chooses a namespace.
   *
   * @param namespace its name
   * @return the Rollouts in it
   * @throws IllegalArgumentException when it is blank
   */
  NamespacedRollouts inNamespace(String namespace);

  /**
   * Chooses a Rollout.
   *
   * @param ref its address
   * @return the verbs on it
   */
  RolloutOps rollout(RolloutRef ref);
}
