// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.bluegreen;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.testkit.internal.batch.release.BatchContext;
import io.kruise.rollouts.testkit.internal.batch.release.Dial;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.PodFilter;
import io.kruise.rollouts.testkit.internal.batch.release.Release;
import io.kruise.rollouts.testkit.internal.batch.release.ReplicaMath;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch as a maxSurge (CalculateBatchContext of both kinds, the part that they share). */
final class Surge {
  private static final IntOrString NONE = new IntOrString(0);

  /** What a release sets to begin with, as 0 is not allowed; it counts as 0. */
  private static final IntOrString INITIAL = new IntOrString(1);

  private Surge() {}

  /**
   * The current batch in numbers, without pods. Failures are not tolerated, whatever the plan says.
   *
   * @param desired how many new pods there shall be
   * @param maxSurge as the workload has it
   */
  static BatchContext context(Pass pass, WorkloadInfo info, int desired, JsonNode maxSurge) {
    Release release = pass.release();
    @Nullable IntOrString current = ReplicaMath.read(maxSurge);
    return new BatchContext(
        release,
        info,
        List.of(),
        desired,
        desired,
        new Dial(current == null || current.equals(INITIAL) ? NONE : current, release.planned()),
        PodFilter.ALL,
        null);
  }

  /** Whether the workload may surge as far as the batch wants already. */
  static boolean isWideEnough(BatchContext context) {
    int replicas = context.workload().replicas();
    return ReplicaMath.up(context.dial().current(), replicas)
        >= ReplicaMath.up(context.dial().wanted(), replicas);
  }
}
