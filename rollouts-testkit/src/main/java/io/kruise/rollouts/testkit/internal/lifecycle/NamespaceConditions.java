// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a namespace's status says of its deletion
 * (pkg/controller/namespace/deletion/status_condition_utils.go).
 */
final class NamespaceConditions {
  private final ObjectNode namespace;
  private final ResourceRegistry types;
  private final String time;

  NamespaceConditions(ObjectNode namespace, ResourceRegistry types, Instant now) {
    this.namespace = namespace;
    this.types = types;
    this.time = now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The patch of the status, with what could not be removed yet. */
  ObjectNode remaining(List<ObjectNode> objects) {
    ObjectNode patch = Json.object();
    ArrayNode conditions = patch.putObject("status").putArray("conditions");
    conditions.add(
        fine(
            "NamespaceDeletionDiscoveryFailure",
            "ResourcesDiscovered",
            "All resources successfully discovered"));
    conditions.add(
        fine(
            "NamespaceDeletionGroupVersionParsingFailure",
            "ParsedGroupVersions",
            "All legacy kube types successfully parsed"));
    conditions.add(
        fine(
            "NamespaceDeletionContentFailure",
            "ContentDeleted",
            "All content successfully deleted, may be waiting on finalization"));
    conditions.add(content(objects));
    conditions.add(finalizers(objects));
    return patch;
  }

  private ObjectNode content(List<ObjectNode> objects) {
    if (objects.isEmpty()) {
      return fine(
          "NamespaceContentRemaining", "ContentRemoved", "All content successfully removed");
    }
    String counts =
        objects.stream()
            .collect(Collectors.groupingBy(this::resource, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(each -> each.getKey() + " has " + each.getValue() + " resource instances")
            .collect(Collectors.joining(", "));
    return condition(
        "NamespaceContentRemaining",
        "True",
        "SomeResourcesRemain",
        "Some resources are remaining: " + counts);
  }

  private ObjectNode finalizers(List<ObjectNode> objects) {
    Map<String, Long> counts =
        objects.stream()
            .flatMap(object -> Meta.finalizers(object).stream())
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    if (counts.isEmpty()) {
      return fine(
          "NamespaceFinalizersRemaining",
          "ContentHasNoFinalizers",
          "All content-preserving finalizers finished");
    }
    return condition(
        "NamespaceFinalizersRemaining",
        "True",
        "SomeFinalizersRemain",
        "Some content in the namespace has finalizers remaining: "
            + counts.entrySet().stream()
                .map(each -> each.getKey() + " in " + each.getValue() + " resource instances")
                .collect(Collectors.joining(", ")));
  }

  /** Plural and group; of a core type with a dot at its end, as upstream prints it. */
  private String resource(ObjectNode object) {
    ObjectRef ref = ObjectRef.of(object);
    return types.ofKind(ref.group(), ref.kind()).map(type -> type.plural()).orElse(ref.kind())
        + "."
        + ref.group();
  }

  private ObjectNode fine(String type, String reason, String message) {
    return condition(type, "False", reason, message);
  }

  private ObjectNode condition(String type, String status, String reason, String message) {
    ObjectNode condition =
        Json.object()
            .put("type", type)
            .put("status", status)
            .put("reason", reason)
            .put("message", message);
    for (JsonNode before : Json.items(namespace.path("status").path("conditions"))) {
      if (before.path("type").asText().equals(type)
          && before.path("status").asText().equals(status)
          && before.path("reason").asText().equals(reason)
          && before.path("message").asText().equals(message)) {
        return condition.set("lastTransitionTime", before.path("lastTransitionTime"));
      }
    }
    return condition.put("lastTransitionTime", time);
  }
}
