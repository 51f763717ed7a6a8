// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What all workloads have in common when a release starts. */
final class Release {
  private static final String ROLLOUTS = "rollouts.kruise.io";

  private Release() {}

  /**
   * Whether a write is a new version: by the rollout-id in the annotations when there is one, else
   * by the pod template (isEffectiveDeploymentRevisionChange, and the same lines for other kinds).
   */
  static boolean isNewRevision(JsonNode before, JsonNode after) {
    String id = Meta.annotation(after, RolloutAnnotations.ROLLOUT_ID);
    return id.isEmpty()
        ? !TemplateHash.same(template(before), template(after))
        : !id.equals(Meta.annotation(before, RolloutAnnotations.ROLLOUT_ID));
  }

  static JsonNode template(JsonNode workload) {
    return Json.at(workload, "spec", "template");
  }

  /** The Rollout that is to release the workload (fetchMatchedRollout, then IsEmptyRelease). */
  static Optional<ObjectNode> rolloutFor(Admission.Request request) {
    ObjectNode workload = request.object();
    return request
        .world()
        .targeting(ROLLOUTS, "Rollout", Meta.namespace(workload), Meta.name(workload))
        .stream()
        .filter(rollout -> refersTo(Json.at(rollout, "spec", "workloadRef"), workload))
        .filter(rollout -> !Meta.deleting(rollout))
        .filter(
            rollout ->
                RolloutPhase.of(Json.at(rollout, "status", "phase").asText())
                    != RolloutPhase.DISABLED)
        .findFirst()
        .filter(rollout -> !ReleaseStrategy.of(rollout).empty());
  }

  private static boolean refersTo(JsonNode ref, ObjectNode workload) {
    String apiVersion = ref.path("apiVersion").asText();
    boolean readable = apiVersion.indexOf('/') == apiVersion.lastIndexOf('/');
    ObjectRef self = ObjectRef.of(workload);
    return readable
        && ObjectRef.groupOf(apiVersion).equals(self.group())
        && ref.path("kind").asText().equals(self.kind());
  }

  /** Notes on the workload which Rollout releases it. */
  static void begin(ObjectNode workload, JsonNode rollout) {
    ObjectNode state = Json.object().put("rolloutName", Meta.name(rollout));
    Json.dig(workload, "metadata", "annotations")
        .put(
            RolloutAnnotations.IN_PROGRESSING,
            new String(Json.bytes(state), StandardCharsets.UTF_8));
  }
}
