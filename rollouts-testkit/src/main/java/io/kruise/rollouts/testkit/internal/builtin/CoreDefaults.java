// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.builtin;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Defaults of the core group; each row is named after the type that upstream's SetDefaults function
 * is for. (k8s.io/kubernetes/pkg/apis/core/v1/defaults.go)
 */
final class CoreDefaults {
  private static final int FILE_MODE = 0644;

  static final Map<String, Consumer<ObjectNode>> ROWS =
      Map.ofEntries(
          entry("Container", CoreDefaults::container),
          entry("EphemeralContainer", CoreDefaults::container),
          entry("Pod", CoreDefaults::pod),
          entry("PodSpec", CoreDefaults::podSpec),
          entry("Volume", CoreDefaults::volume),
          entry("Probe", CoreDefaults::probe),
          entry("HTTPGetAction", CoreDefaults::httpGet),
          entry("SecretVolumeSource", source -> set(source, "defaultMode", FILE_MODE)),
          entry("ConfigMapVolumeSource", source -> set(source, "defaultMode", FILE_MODE)),
          entry("DownwardAPIVolumeSource", source -> set(source, "defaultMode", FILE_MODE)),
          entry("ProjectedVolumeSource", source -> set(source, "defaultMode", FILE_MODE)),
          entry("HostPathVolumeSource", source -> set(source, "type", "")),
          entry("ServiceAccountTokenProjection", token -> set(token, "expirationSeconds", 3600)),
          entry("ObjectFieldSelector", selector -> set(selector, "apiVersion", "v1")),
          entry("Secret", CoreDefaults::secret),
          entry("PersistentVolume", CoreDefaults::persistentVolume),
          entry("PersistentVolumeClaim", CoreDefaults::persistentVolumeClaim),
          entry("PersistentVolumeClaimSpec", claim -> set(claim, "volumeMode", "Filesystem")),
          entry("NamespaceStatus", status -> set(status, "phase", "Active")),
          entry("EndpointPort", port -> set(port, "protocol", "TCP")),
          entry("ReplicationController", CoreDefaults::replicationController),
          entry("Service", ServiceDefaults::service));

  private CoreDefaults() {}

  /**
   * Sets a field that is absent.
   *
   * @param object changed in place
   * @param field the field
   * @param value a scalar
   */
  static void set(ObjectNode object, String field, Object value) {
    if (!object.has(field)) {
      object.set(field, Json.tree(value));
    }
  }

  private static void container(ObjectNode container) {
    set(container, "imagePullPolicy", pullPolicy(container.path("image").asText()));
    set(container, "terminationMessagePath", "/dev/termination-log");
    set(container, "terminationMessagePolicy", "File");
  }

  /** The tag "latest", also when no tag is given, is always pulled. (pkg/util/parsers) */
  private static String pullPolicy(String image) {
    String name = image.substring(image.lastIndexOf('/') + 1);
    boolean latest = !name.contains("@") && (!name.contains(":") || name.endsWith(":latest"));
    return latest && !image.isEmpty() ? "Always" : "IfNotPresent";
  }

  private static void pod(ObjectNode pod) {
    ObjectNode spec = Json.dig(pod, "spec");
    set(spec, "enableServiceLinks", true);
    for (String list : java.util.List.of("containers", "initContainers")) {
      for (JsonNode container : Json.items(spec.path(list))) {
        JsonNode limits = container.path("resources").path("limits");
        for (Map.Entry<String, JsonNode> limit : limits.properties()) {
          ObjectNode requests = Json.dig((ObjectNode) container, "resources", "requests");
          set(requests, limit.getKey(), limit.getValue());
        }
      }
    }
  }

  private static void podSpec(ObjectNode spec) {
    set(spec, "dnsPolicy", "ClusterFirst");
    set(spec, "restartPolicy", "Always");
    set(spec, "securityContext", Map.of());
    set(spec, "terminationGracePeriodSeconds", 30);
    set(spec, "schedulerName", "default-scheduler");
    // the deprecated name goes along with the present one (core/v1/conversion.go)
    if (spec.has("serviceAccountName")) {
      set(spec, "serviceAccount", spec.path("serviceAccountName").asText());
    } else if (spec.has("serviceAccount")) {
      set(spec, "serviceAccountName", spec.path("serviceAccount").asText());
    }
  }

  private static void volume(ObjectNode volume) {
    if (volume.size() == (volume.has("name") ? 1 : 0)) {
      volume.putObject("emptyDir");
    }
  }

  private static void probe(ObjectNode probe) {
    set(probe, "timeoutSeconds", 1);
    set(probe, "periodSeconds", 10);
    set(probe, "successThreshold", 1);
    set(probe, "failureThreshold", 3);
  }

  private static void httpGet(ObjectNode action) {
    set(action, "path", "/");
    set(action, "scheme", "HTTP");
  }

  /** The texts of stringData are written as data. (core/v1/conversion.go) */
  private static void secret(ObjectNode secret) {
    set(secret, "type", "Opaque");
    for (Map.Entry<String, JsonNode> text : secret.path("stringData").properties()) {
      Json.dig(secret, "data")
          .put(
              text.getKey(),
              java.util.Base64.getEncoder()
                  .encodeToString(
                      text.getValue().asText().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
    secret.remove("stringData");
  }

  private static void persistentVolume(ObjectNode volume) {
    set(Json.dig(volume, "status"), "phase", "Pending");
    set(Json.dig(volume, "spec"), "persistentVolumeReclaimPolicy", "Retain");
    set(Json.dig(volume, "spec"), "volumeMode", "Filesystem");
  }

  private static void persistentVolumeClaim(ObjectNode claim) {
    set(Json.dig(claim, "status"), "phase", "Pending");
  }

  private static void replicationController(ObjectNode controller) {
    ObjectNode spec = Json.dig(controller, "spec");
    set(spec, "replicas", 1);
    JsonNode labels = Json.at(spec, "template", "metadata", "labels");
    if (!labels.isEmpty()) {
      set(spec, "selector", labels.deepCopy());
      set(Json.dig(controller, "metadata"), "labels", labels.deepCopy());
    }
  }
}
