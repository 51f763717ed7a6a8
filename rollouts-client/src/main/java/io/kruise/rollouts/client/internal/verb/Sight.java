// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.verb;

import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a verb decides by.
 *
 * @param rollout the Rollout as it was last read; null when it does not exist any more
 * @param view the same, for people and rules; of the last one that existed
 * @param workload the workload, read after the Rollout; null when the verb doesn't ask for it, or
 *     it does not exist
 * @param writes how many writes of this verb were or may have been applied
 * @param begun how long ago the verb began
 */
public record Sight(
    @Nullable Rollout rollout,
    RolloutView view,
    @Nullable WorkloadView workload,
    int writes,
    Duration begun) {

  /**
   * The workload, where there is one.
   *
   * @return it
   */
  public Optional<WorkloadView> work() {
    return Optional.ofNullable(workload);
  }

  /**
   * Whether the Rollout does not exist any more.
   *
   * @return true after its deletion
   */
  public boolean gone() {
    return rollout == null;
  }
}
