// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.api.ApiException;
import io.kruise.rollouts.testkit.internal.object.Json;

/** Holds back an Advanced DaemonSet: WorkloadHandler.handleDaemonSet. */
final class DaemonSetRelease {
  private DaemonSetRelease() {}

  static void mutate(Admission.Request request, JsonNode before) {
    ObjectNode daemonSet = request.object();
    if (Release.isNewRevision(before, daemonSet)) {
      Release.rolloutFor(request)
          .ifPresent(
              rollout -> {
                holdBack(daemonSet);
                Release.begin(daemonSet, rollout);
              });
    }
  }

  private static void holdBack(ObjectNode daemonSet) {
    if (!(Json.at(daemonSet, "spec", "updateStrategy", "rollingUpdate")
        instanceof ObjectNode rollingUpdate)) {
      // upstream's handler follows a nil pointer here, so that its connection breaks
      throw new ApiException(
          500,
          "InternalError",
          "Internal error occurred: failed calling webhook \"mdaemonset.kb.io\": failed to call"
              + " webhook: EOF");
    }
    rollingUpdate.put("partition", (int) Short.MAX_VALUE);
  }
}
