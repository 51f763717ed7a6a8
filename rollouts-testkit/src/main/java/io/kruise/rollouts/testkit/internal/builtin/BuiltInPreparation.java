// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import org.jspecify.annotations.Nullable;

/**
 * What the API server's storage sets in objects of its own types, where it takes more than the
 * object itself to know. (k8s.io/kubernetes/pkg/registry, the strategies' PrepareForCreate and
 * PrepareForUpdate)
 */
public final class BuiltInPreparation implements Admission {
  private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

  /** Nothing to say. */
  public BuiltInPreparation() {}

  @Override
  public void mutate(Request request) {
    if (!request.subresource().isEmpty() || request.operation() == Operation.DELETE) {
      return;
    }
    switch (request.type().resource()) {
      case "services" ->
          ServiceAddresses.allocate(request.object(), request.before(), request.world());
      case "daemonsets.apps" -> daemonSet(request.object(), request.before());
      case "jobs.batch" -> job(request.object(), request.before());
      default -> {
        // the object itself says it all
      }
    }
  }

  private static void daemonSet(ObjectNode object, @Nullable ObjectNode before) {
    long generation = 1;
    if (before != null) {
      generation = Json.at(before, "metadata", "annotations", TEMPLATE_GENERATION).asLong();
      if (!Json.at(before, "spec", "template").equals(Json.at(object, "spec", "template"))) {
        generation++;
      }
    }
    Json.dig(object, "metadata", "annotations").put(TEMPLATE_GENERATION, Long.toString(generation));
  }

  /** (pkg/registry/batch/job/strategy.go, generateSelector) */
  private static void job(ObjectNode object, @Nullable ObjectNode before) {
    ObjectNode spec = Json.dig(object, "spec");
    JsonNode selector = spec.path("selector");
    if (before != null || spec.path("manualSelector").asBoolean() || !selector.isMissingNode()) {
      return;
    }
    String uid = Meta.uid(object);
    for (ObjectNode labels :
        java.util.List.of(
            Json.dig(spec, "template", "metadata", "labels"),
            Json.dig(object, "metadata", "labels"))) {
      labels
          .put("controller-uid", uid)
          .put("batch.kubernetes.io/controller-uid", uid)
          .put("job-name", Meta.name(object))
          .put("batch.kubernetes.io/job-name", Meta.name(object));
    }
    Json.dig(spec, "selector", "matchLabels").put("batch.kubernetes.io/controller-uid", uid);
  }
}
