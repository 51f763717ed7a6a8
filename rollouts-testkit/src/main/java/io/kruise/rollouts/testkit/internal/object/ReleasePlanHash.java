// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * The hash of a BatchRelease's spec.releasePlan, which the BatchRelease's controller keeps in
 * status.observedReleasePlanHash and the Rollout's controller compares: HashReleasePlanBatches of
 * pkg/util/rollout_utils.go.
 */
public final class ReleasePlanHash {
  private static final GoJson FORM =
      GoJson.ordered(
              "batches",
              "canaryReplicas",
              "batchPartition",
              "rolloutID",
              "failureThreshold",
              "finalizingPolicy",
              "patchPodTemplateMetadata",
              "annotations",
              "labels",
              "rollingStyle",
              "enableExtraWorkloadForCanary")
          .keeping(
              "canaryReplicas",
              "batchPartition",
              "failureThreshold",
              "enableExtraWorkloadForCanary");

  /** Hashes a plan as {@link #of} does. */
  public static final Function<JsonNode, String> OF = ReleasePlanHash::of;

  private ReleasePlanHash() {}

  /**
   * Hashes a plan.
   *
   * @param releasePlan as it stands in the spec
   * @return in hexadecimal digits
   */
  public static String of(JsonNode releasePlan) {
    return GoJson.sha256(FORM.text(releasePlan));
  }
}
