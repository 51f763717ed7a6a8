// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;

/**
 * What OpenKruise fills in in a pod template (apis/apps/defaults/pod.go, SetDefaultPodSpec): what
 * Kubernetes would, but for the pull policy, which is Always so that images can be updated in
 * place.
 */
final class TemplateDefaults {
  private static final int FILE_MODE = 0644;

  private TemplateDefaults() {}

  /** Fills in a pod's spec. */
  static void fill(ObjectNode spec) {
    absent(spec, "restartPolicy", "Always");
    absent(spec, "dnsPolicy", "ClusterFirst");
    absent(spec, "schedulerName", "default-scheduler");
    absent(spec, "terminationGracePeriodSeconds", 30);
    Json.dig(spec, "securityContext");
    for (JsonNode container : Json.items(spec.path("containers"))) {
      if (container instanceof ObjectNode each) {
        absent(each, "imagePullPolicy", "Always");
        container(each);
      }
    }
    for (JsonNode container : Json.items(spec.path("initContainers"))) {
      if (container instanceof ObjectNode each) {
        absent(each, "imagePullPolicy", latest(each) ? "Always" : "IfNotPresent");
        container(each);
      }
    }
    Json.items(spec.path("volumes")).forEach(TemplateDefaults::volume);
  }

  private static void container(ObjectNode container) {
    Json.dig(container, "resources");
    absent(container, "terminationMessagePath", "/dev/termination-log");
    absent(container, "terminationMessagePolicy", "File");
    for (JsonNode port : Json.items(container.path("ports"))) {
      absent(port, "protocol", "TCP");
    }
    for (JsonNode variable : Json.items(container.path("env"))) {
      absent(variable.path("valueFrom").path("fieldRef"), "apiVersion", "v1");
    }
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      probe(container.path(probe));
    }
    httpGet(container.path("lifecycle").path("postStart").path("httpGet"));
    httpGet(container.path("lifecycle").path("preStop").path("httpGet"));
  }

  private static void probe(JsonNode probe) {
    absent(probe, "timeoutSeconds", 1);
    absent(probe, "periodSeconds", 10);
    absent(probe, "successThreshold", 1);
    absent(probe, "failureThreshold", 3);
    httpGet(probe.path("httpGet"));
  }

  private static void httpGet(JsonNode action) {
    absent(action, "path", "/");
    absent(action, "scheme", "HTTP");
  }

  private static void volume(JsonNode volume) {
    if (volume instanceof ObjectNode source && source.size() == 1 && source.has("name")) {
      source.putObject("emptyDir");
    }
    absent(volume.path("hostPath"), "type", "");
    for (String kind : List.of("configMap", "secret", "downwardAPI", "projected")) {
      absent(volume.path(kind), "defaultMode", FILE_MODE);
    }
  }

  /** Whether an image's tag is "latest", said or not. */
  private static boolean latest(ObjectNode container) {
    String image = container.path("image").asText();
    String last = image.substring(image.lastIndexOf('/') + 1);
    return !image.contains("@") && (!last.contains(":") || last.endsWith(":latest"));
  }

  private static void absent(JsonNode object, String field, String value) {
    if (object instanceof ObjectNode given && !given.hasNonNull(field)) {
      given.put(field, value);
    }
  }

  private static void absent(JsonNode object, String field, int value) {
    if (object instanceof ObjectNode given && !given.hasNonNull(field)) {
      given.put(field, value);
    }
  }
}
