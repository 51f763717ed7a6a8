// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.object.Json;

/** Holds back a CloneSet: WorkloadHandler.handleCloneSet. */
final class CloneSetRelease {
  private CloneSetRelease() {}

  static void mutate(Admission.Request request, JsonNode before) {
    ObjectNode cloneSet = request.object();
    if (Json.at(cloneSet, "spec", "replicas").asInt(1) == 0
        || !Release.isNewRevision(before, cloneSet)) {
      return;
    }
    Release.rolloutFor(request)
        .filter(rollout -> !routed(rollout) || oneVersion(cloneSet.path("status")))
        .ifPresent(
            rollout -> {
              Json.dig(cloneSet, "spec", "updateStrategy").put("partition", "100%");
              Release.begin(cloneSet, rollout);
            });
  }

  private static boolean routed(JsonNode rollout) {
    return !ReleaseStrategy.of(rollout).trafficRoutings().isEmpty();
  }

  private static boolean oneVersion(JsonNode status) {
    return status.path("replicas").asInt() == status.path("updatedReplicas").asInt();
  }
}
