// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the API server adds to a new pod: its first status (pkg/registry/core/pod/strategy.go,
 * PrepareForCreate), and what the admission plugins ServiceAccount, DefaultTolerationSeconds and
 * Priority fill in. The service account's token is not mounted.
 */
public final class PodAdmission implements Admission {
  private static final int TOLERATION_SECONDS = 300;

  @Override
  public void mutate(Request request) {
    if (request.operation() == Operation.DELETE
        || !request.type().resource().equals("pods")
        || !request.subresource().isEmpty()) {
      return;
    }
    ObjectNode pod = request.object();
    if (request.operation() == Operation.CREATE) {
      create(pod);
    }
    ObjectNode spec = Json.dig(pod, "spec");
    tolerate(spec, "node.kubernetes.io/not-ready");
    tolerate(spec, "node.kubernetes.io/unreachable");
  }

  private static void create(ObjectNode pod) {
    pod.putObject("status").put("phase", "Pending").put("qosClass", qosClass(pod));
    ObjectNode spec = Json.dig(pod, "spec");
    setIfAbsent(spec, "serviceAccountName", "default");
    setIfAbsent(spec, "serviceAccount", spec.path("serviceAccountName").asText());
    setIfAbsent(spec, "preemptionPolicy", "PreemptLowerPriority");
    if (!spec.has("priority")) {
      spec.put("priority", 0);
    }
    if (!spec.has("enableServiceLinks")) {
      spec.put("enableServiceLinks", true);
    }
  }

  private static void setIfAbsent(ObjectNode spec, String field, String value) {
    if (spec.path(field).asText().isEmpty()) {
      spec.put(field, value);
    }
  }

  private static void tolerate(ObjectNode spec, String taint) {
    boolean does =
        Json.items(spec.path("tolerations")).stream()
            .filter(each -> Set.of("", "NoExecute").contains(each.path("effect").asText()))
            .anyMatch(each -> Set.of("", taint).contains(each.path("key").asText()));
    if (!does) {
      spec.withArray("/tolerations")
          .addObject()
          .put("effect", "NoExecute")
          .put("key", taint)
          .put("operator", "Exists")
          .put("tolerationSeconds", TOLERATION_SECONDS);
    }
  }

  /** pkg/apis/core/helper/qos/qos.go, ComputePodQOS. */
  private static String qosClass(ObjectNode pod) {
    List<JsonNode> containers = new ArrayList<>();
    containers.addAll(Json.items(pod.path("spec").path("containers")));
    containers.addAll(Json.items(pod.path("spec").path("initContainers")));
    boolean any = false;
    boolean guaranteed = true;
    for (JsonNode container : containers) {
      Map<String, String> requests = amounts(container.path("resources").path("requests"));
      Map<String, String> limits = amounts(container.path("resources").path("limits"));
      any |= !requests.isEmpty() || !limits.isEmpty();
      guaranteed &= limits.size() == 2 && (requests.isEmpty() || requests.equals(limits));
    }
    if (!any) {
      return "BestEffort";
    }
    return guaranteed ? "Guaranteed" : "Burstable";
  }

  private static Map<String, String> amounts(JsonNode resources) {
    Map<String, String> amounts = new TreeMap<>();
    for (String name : List.of("cpu", "memory")) {
      if (resources.hasNonNull(name)) {
        amounts.put(name, resources.path(name).asText());
      }
    }
    return amounts;
  }
}
