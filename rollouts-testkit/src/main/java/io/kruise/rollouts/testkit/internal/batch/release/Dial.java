// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import io.fabric8.kubernetes.api.model.IntOrString;

/**
 * The one setting of a workload that says how far it is upgraded: a partition, or how many pods it
 * may have beyond its replicas.
 *
 * @param current as the workload has it
 * @param wanted as the current batch wants it
 */
public record Dial(IntOrString current, IntOrString wanted) {
  /** A workload without such a setting. */
  public static final Dial NONE = new Dial(new IntOrString(0), new IntOrString(0));

  /**
   * Two numbers.
   *
   * @param current as the workload has it
   * @param wanted as the current batch wants it
   * @return the setting
   */
  public static Dial of(int current, int wanted) {
    return new Dial(new IntOrString(current), new IntOrString(wanted));
  }
}
