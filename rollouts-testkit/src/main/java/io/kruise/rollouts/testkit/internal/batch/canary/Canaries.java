// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutFinalizers;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.model.v1beta1.PatchPodTemplateMetadata;
import io.kruise.rollouts.testkit.internal.batch.release.ControlInfo;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The second Deployments that a BatchRelease has made (canarystyle/deployment/canary.go). */
final class Canaries {
  private final Pass pass;
  private final Map<String, String> extraLabels;
  private final Map<String, String> extraAnnotations;

  Canaries(Pass pass) {
    this.pass = pass;
    PatchPodTemplateMetadata extra = pass.release().plan().getPatchPodTemplateMetadata();
    extraLabels = orNone(extra == null ? null : extra.getLabels());
    extraAnnotations = orNone(extra == null ? null : extra.getAnnotations());
  }

  /**
   * The newest that has the template, but for what the release adds to it; with no template the
   * newest of all (filterCanaryDeployment).
   */
  Optional<ObjectNode> find(Optional<JsonNode> template) {
    return owned().stream()
        .filter(each -> !Meta.deleting(each))
        .filter(
            each ->
                template.isEmpty()
                    || TemplateHash.same(
                        bare(template.get()), bare(Json.at(each, "spec", "template"))))
        .max(Comparator.comparing(each -> Meta.of(each).path("creationTimestamp").asText()));
  }

  /** Makes one, without pods. */
  void create(ObjectNode stable) {
    ObjectNode canary = Json.object().put("apiVersion", "apps/v1").put("kind", "Deployment");
    ObjectNode metadata =
        canary
            .putObject("metadata")
            .put("generateName", Meta.name(stable) + "-")
            .put("namespace", Meta.namespace(stable));
    metadata.putArray("finalizers").add(RolloutFinalizers.CANARY_DEPLOYMENT);
    metadata.putArray("ownerReferences").add(Meta.controllerReference(pass.release().object()));
    metadata.putObject("labels").put(RolloutLabels.CANARY_DEPLOYMENT, Meta.name(stable));
    metadata
        .putObject("annotations")
        .put(RolloutAnnotations.CONTROL_INFO, ControlInfo.of(pass.release()));
    ObjectNode spec = stable.path("spec").deepCopy();
    ObjectNode labels = Json.dig(spec, "template", "metadata", "labels");
    extraLabels.forEach(labels::put);
    if (!extraAnnotations.isEmpty()) {
      ObjectNode annotations = Json.dig(spec, "template", "metadata", "annotations");
      extraAnnotations.forEach(annotations::put);
    }
    spec.put("replicas", 0).remove("paused");
    canary.set("spec", spec);
    pass.step().create(canary);
  }

  /** Lets all go: they are deleted with the BatchRelease (Delete). */
  void letGo() {
    for (ObjectNode each : owned()) {
      List<String> finalizers = new ArrayList<>(Meta.finalizers(each));
      if (finalizers.remove(RolloutFinalizers.CANARY_DEPLOYMENT)) {
        ObjectNode patch = Json.object();
        ObjectNode metadata = Json.dig(patch, "metadata");
        if (finalizers.isEmpty()) {
          metadata.putNull("finalizers");
        } else {
          metadata.set("finalizers", Json.tree(finalizers));
        }
        pass.patch(each, patch);
      }
    }
  }

  /** listDeployment. */
  private List<ObjectNode> owned() {
    ObjectNode release = pass.release().object();
    return pass.world().dependents(Meta.uid(release)).stream()
        .filter(each -> ObjectRef.of(each).kind().equals("Deployment"))
        .filter(each -> Meta.controlledBy(each, release))
        .toList();
  }

  /** Without what the release adds (EqualIgnoreSpecifyMetadata). */
  private JsonNode bare(JsonNode template) {
    ObjectNode copy = template.deepCopy();
    Json.dig(copy, "metadata", "labels").remove(extraLabels.keySet());
    Json.dig(copy, "metadata", "annotations").remove(extraAnnotations.keySet());
    return copy;
  }

  private static Map<String, String> orNone(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
