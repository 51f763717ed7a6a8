// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.object.Json;

/**
 * Holds back a StatefulSet, native or of Kruise, or what is labelled as one:
 * UnifiedWorkloadHandler.handleStatefulSetLikeWorkload.
 */
final class StatefulSetRelease {
  private static final String ROLLING_UPDATE = "RollingUpdate";

  private StatefulSetRelease() {}

  static void mutate(Admission.Request request, JsonNode before) {
    ObjectNode workload = request.object();
    if (Json.at(workload, "spec", "replicas").asInt(1) == 0
        || !rolls(Json.at(workload, "spec", "updateStrategy", "type"))
        || Release.template(before).isMissingNode()
        || Release.template(workload).isMissingNode()
        || !Release.isNewRevision(before, workload)) {
      return;
    }
    Release.rolloutFor(request)
        .ifPresent(
            rollout -> {
              holdBack(Json.dig(workload, "spec"));
              Release.begin(workload, rollout);
            });
  }

  /** IsStatefulSetRollingUpdate. */
  private static boolean rolls(JsonNode type) {
    return type.isMissingNode()
        || (type.isTextual() && (type.asText().isEmpty() || type.asText().equals(ROLLING_UPDATE)));
  }

  /** SetStatefulSetPartition. */
  private static void holdBack(ObjectNode spec) {
    if (!(spec.get("updateStrategy") instanceof ObjectNode)) {
      spec.putObject("updateStrategy").put("type", ROLLING_UPDATE);
    }
    Json.dig(spec, "updateStrategy", "rollingUpdate").put("partition", (int) Short.MAX_VALUE);
  }
}
