// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.object.Json;

/**
 * The manifests that scenarios write in short.
 *
 * <ul>
 *   <li>a workload: {@code name} (web), {@code kind} (Deployment) and {@code apiVersion}, {@code
 *       pods} (5), {@code version} (v1), {@code rolloutId} (r1; none for no label), {@code
 *       annotations}, {@code labels}, {@code spec} for the rest
 *   <li>a Rollout: {@code name} (web-release), {@code style} (partition, canary, blueGreen), {@code
 *       steps} (replicas, or objects), {@code traffic} for the Service and the Ingress "web",
 *       {@code annotations}, {@code plan}, {@code strategy} and {@code spec} for the rest of each
 * </ul>
 */
final class Manifests {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String WEB = "web";

  private static final ObjectNode POD =
      yaml(
          """
          metadata: {labels: {app: web}}
          spec:
            containers:
            - name: busybox
              image: busybox:latest
              command: [/bin/sh, -c, sleep 100d]
              env: [{name: VERSION, value: v1}]
          """);

  private static final ObjectNode SERVICE =
      yaml(
          """
          apiVersion: v1
          kind: Service
          metadata: {name: web}
          spec:
            selector: {app: web}
            ports: [{port: 80, targetPort: 8080}]
          """);

  private static final ObjectNode INGRESS =
      yaml(
          """
          apiVersion: networking.k8s.io/v1
          kind: Ingress
          metadata: {name: web, annotations: {kubernetes.io/ingress.class: nginx}}
          spec:
            rules:
            - host: web.example.com
              http:
                paths:
                - path: /
                  pathType: Prefix
                  backend: {service: {name: web, port: {number: 80}}}
          """);

  private static final ObjectNode ROUTING =
      yaml(
          """
          service: web
          gracePeriodSeconds: 1
          ingress: {classType: nginx, name: web}
          """);

  private Manifests() {}

  static ObjectNode service() {
    return SERVICE.deepCopy();
  }

  static ObjectNode ingress() {
    return INGRESS.deepCopy();
  }

  static ObjectNode workload(JsonNode brief) {
    ResourceKind kind = ResourceKind.of(brief);
    ObjectNode workload =
        Json.object().put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    ObjectNode metadata =
        workload.putObject("metadata").put("name", brief.path("name").asText(WEB));
    String id = brief.path("rolloutId").asText("r1");
    if (!id.equals("none")) {
      metadata.putObject("labels").put(RolloutLabels.ROLLOUT_ID, id);
    }
    ObjectNode spec = workload.putObject("spec");
    if (!kind.kind().equals("DaemonSet")) {
      spec.put("replicas", pods(brief));
    }
    Json.dig(spec, "selector", "matchLabels").put("app", WEB);
    ObjectNode template = POD.deepCopy();
    ((ObjectNode) Json.at(template, "spec", "containers").get(0).path("env").get(0))
        .put("value", brief.path("version").asText("v1"));
    spec.set("template", template);
    if (kind.kind().equals("StatefulSet")) {
      spec.put("serviceName", WEB).put("podManagementPolicy", "Parallel");
    }
    merge(metadata, "labels", brief.path("labels"));
    merge(metadata, "annotations", brief.path("annotations"));
    merge(workload, "spec", brief.path("spec"));
    return workload;
  }

  /** How many pods a workload in short asks for; a DaemonSet gets one on each node anyway. */
  static int pods(JsonNode brief) {
    return brief.path("pods").asInt(5);
  }

  static ObjectNode rollout(JsonNode brief, JsonNode workload) {
    ObjectNode rollout =
        Json.object()
            .put("apiVersion", ResourceKind.ROLLOUT.apiVersion())
            .put("kind", ResourceKind.ROLLOUT.kind());
    ObjectNode metadata =
        rollout.putObject("metadata").put("name", brief.path("name").asText("web-release"));
    merge(metadata, "annotations", brief.path("annotations"));
    ObjectNode spec = rollout.putObject("spec");
    spec.set("workloadRef", reference(workload));
    String style = brief.path("style").asText("partition");
    ObjectNode strategy = spec.putObject("strategy");
    String field = style.equals("blueGreen") ? "blueGreen" : "canary";
    ObjectNode plan = strategy.putObject(field);
    if (!style.equals("blueGreen")) {
      plan.put("enableExtraWorkloadForCanary", style.equals("canary"));
    }
    ArrayNode steps = plan.putArray("steps");
    Json.items(brief.path("steps")).forEach(step -> steps.add(step(step)));
    if (brief.path("traffic").asBoolean()) {
      plan.putArray("trafficRoutings").add(ROUTING);
    }
    merge(strategy, field, brief.path("plan"));
    merge(spec, "strategy", brief.path("strategy"));
    merge(rollout, "spec", brief.path("spec"));
    return rollout;
  }

  private static JsonNode step(JsonNode brief) {
    if (brief.isObject()) {
      return brief;
    }
    ObjectNode step = Json.object();
    step.set("replicas", brief);
    return step;
  }

  private static ObjectNode reference(JsonNode workload) {
    ResourceKind kind = ResourceKind.of(workload);
    return Json.object()
        .put("apiVersion", kind.apiVersion())
        .put("kind", kind.kind())
        .put("name", Json.at(workload, "metadata", "name").asText(WEB));
  }

  private static void merge(ObjectNode owner, String field, JsonNode more) {
    if (more.isObject()) {
      owner.set(field, Json.mergePatch(owner.path(field), more));
    }
  }

  private static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
