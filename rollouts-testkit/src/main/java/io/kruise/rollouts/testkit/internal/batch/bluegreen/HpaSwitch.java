// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.bluegreen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.Optional;

/**
 * Keeps an autoscaler from counting the surge: while a release is under way it targets a name that
 * there is not (bluegreenstyle/hpa/hpa.go).
 */
record HpaSwitch(Pass pass, ObjectNode workload) {
  private static final String SUFFIX = "-DisableByRollout";

  /** Lets the workload's autoscaler, if there is one, miss it. */
  void disable() {
    find().filter(hpa -> !target(hpa).endsWith(SUFFIX)).ifPresent(hpa -> aim(hpa, SUFFIX));
  }

  /** Lets the workload's autoscaler, if there is one, find it again. */
  void restore() {
    find().filter(hpa -> target(hpa).endsWith(SUFFIX)).ifPresent(hpa -> aim(hpa, ""));
  }

  private Optional<ObjectNode> find() {
    return pass
        .world()
        .list("autoscaling", "HorizontalPodAutoscaler", Meta.namespace(workload))
        .stream()
        .filter(hpa -> isOurs(Json.at(hpa, "spec", "scaleTargetRef")))
        .findFirst();
  }

  private boolean isOurs(JsonNode ref) {
    return ref.path("apiVersion").equals(workload.path("apiVersion"))
        && ref.path("kind").equals(workload.path("kind"))
        && bare(ref.path("name").asText()).equals(Meta.name(workload));
  }

  private void aim(ObjectNode hpa, String suffix) {
    ObjectNode patch = Json.object();
    Json.dig(patch, "spec", "scaleTargetRef").put("name", bare(target(hpa)) + suffix);
    pass.patch(hpa, patch);
  }

  private static String target(ObjectNode hpa) {
    return Json.at(hpa, "spec", "scaleTargetRef", "name").asText();
  }

  private static String bare(String name) {
    return name.endsWith(SUFFIX) ? bare(name.substring(0, name.length() - SUFFIX.length())) : name;
  }
}
