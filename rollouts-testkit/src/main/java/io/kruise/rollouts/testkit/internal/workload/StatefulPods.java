// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.pod.PodTemplates;
import io.kruise.rollouts.testkit.internal.pod.Pods;
import java.util.List;
import java.util.Map;

/**
 * The pods of a StatefulSet: their names, identities and volumes
 * (pkg/controller/statefulset/stateful_set_utils.go).
 */
final class StatefulPods {
  static final String REVISION = "controller-revision-hash";
  private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
  private static final String POD_INDEX = "apps.kubernetes.io/pod-index";

  private final ObjectNode set;
  private final RevisionHistory revisions;

  StatefulPods(ObjectNode set, RevisionHistory revisions) {
    this.set = set;
    this.revisions = revisions;
  }

  /** getOrdinal: -1 when the name has none. */
  static int ordinal(JsonNode pod) {
    String name = Meta.name(pod);
    String digits = name.substring(name.lastIndexOf('-') + 1);
    return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
  }

  /** isMemberOf. */
  static boolean isMember(JsonNode set, JsonNode pod) {
    return ordinal(pod) >= 0 && Meta.name(pod).matches("\\Q" + Meta.name(set) + "\\E-\\d+");
  }

  /** isCreated: not one that this pass only thinks of. */
  static boolean created(JsonNode pod) {
    return !Meta.uid(pod).isEmpty();
  }

  /** isHealthy. */
  static boolean healthy(JsonNode pod) {
    return Pods.phase(pod).equals("Running") && Pods.ready(pod) && !Meta.deleting(pod);
  }

  int start() {
    return set.path("spec").path("ordinals").path("start").asInt();
  }

  /** newVersionedStatefulSetPod. */
  ObjectNode planned(int ordinal) {
    JsonNode strategy = set.path("spec").path("updateStrategy");
    JsonNode rolling = strategy.path("rollingUpdate");
    boolean rolls = !strategy.path("type").asText().equals("OnDelete");
    int old =
        rolling.isObject()
            ? rolling.path("partition").asInt()
            : set.path("status").path("currentReplicas").asInt();
    boolean current = (rolls || rolling.isObject()) && ordinal < start() + old;
    return pod(current ? revisions.current() : revisions.update(), ordinal);
  }

  /** createPersistentVolumeClaims: those that aren't there yet. */
  void createClaims(ObjectNode pod, World world, Step.Builder step) {
    for (JsonNode template : claimTemplates()) {
      ObjectNode claim = template.deepCopy();
      claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
      claim.remove("status");
      ObjectNode metadata = Json.dig(claim, "metadata");
      metadata.put("name", claimName(template, ordinal(pod))).put("namespace", Meta.namespace(set));
      ObjectNode labels = Json.dig(metadata, "labels");
      for (Map.Entry<String, JsonNode> label :
          Json.at(set, "spec", "selector", "matchLabels").properties()) {
        labels.set(label.getKey(), label.getValue());
      }
      if (world.get(ObjectRef.of(claim)).isEmpty()) {
        step.create(claim);
      }
    }
  }

  /** UpdateStatefulPod: the labels that name it, when somebody took them. */
  void restoreIdentity(ObjectNode pod, Step.Builder step) {
    if (!Meta.label(pod, POD_NAME).equals(Meta.name(pod))) {
      ObjectNode patch = Json.object();
      Json.dig(patch, "metadata", "labels")
          .put(POD_NAME, Meta.name(pod))
          .put(POD_INDEX, Integer.toString(ordinal(pod)));
      step.merge(ObjectRef.of(pod), patch);
    }
  }

  private ObjectNode pod(ControllerRevision revision, int ordinal) {
    String name = Meta.name(set) + "-" + ordinal;
    ObjectNode pod = PodTemplates.named(revision.template(), set, name);
    Json.dig(pod, "metadata").put("generateName", Meta.name(set) + "-");
    Json.dig(pod, "metadata", "labels")
        .put(POD_NAME, name)
        .put(POD_INDEX, Integer.toString(ordinal))
        .put(REVISION, revision.name());
    ObjectNode spec = Json.dig(pod, "spec").put("hostname", name);
    String service = set.path("spec").path("serviceName").asText();
    if (!service.isEmpty()) {
      spec.put("subdomain", service);
    }
    mountClaims(spec, ordinal);
    return pod;
  }

  /** updateStorage. */
  private void mountClaims(ObjectNode spec, int ordinal) {
    List<JsonNode> claims = claimTemplates();
    if (claims.isEmpty()) {
      return;
    }
    List<JsonNode> before = Json.items(spec.path("volumes"));
    ArrayNode volumes = spec.putArray("volumes");
    for (JsonNode claim : claims) {
      volumes
          .addObject()
          .put("name", Meta.name(claim))
          .putObject("persistentVolumeClaim")
          .put("claimName", claimName(claim, ordinal));
    }
    before.stream()
        .filter(
            volume ->
                claims.stream()
                    .noneMatch(claim -> Meta.name(claim).equals(volume.path("name").asText())))
        .forEach(volumes::add);
  }

  private List<JsonNode> claimTemplates() {
    return Json.items(set.path("spec").path("volumeClaimTemplates"));
  }

  private String claimName(JsonNode claim, int ordinal) {
    return Meta.name(claim) + "-" + Meta.name(set) + "-" + ordinal;
  }
}
