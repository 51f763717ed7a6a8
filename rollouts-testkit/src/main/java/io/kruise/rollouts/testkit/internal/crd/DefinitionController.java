// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Accepts CustomResourceDefinitions, and takes their objects away before them. Source:
 * apiextensions-apiserver, pkg/controller: status, establish, finalizer.
 */
public final class DefinitionController implements Controller {
  static final String GROUP = "apiextensions.k8s.io";
  static final String KIND = "CustomResourceDefinition";
  private static final Duration POLL = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "crd-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    ObjectRef ref = change.ref();
    return ref.kind().equals(KIND) && ref.group().equals(GROUP) ? Set.of(ref) : Set.of();
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    return world
        .get(ref)
        .map(
            definition ->
                Meta.deleting(definition)
                    ? cleanUp(ref, definition, world)
                    : accept(ref, definition, now))
        .orElseGet(Step::nothing);
  }

  private static Step accept(ObjectRef ref, ObjectNode definition, Instant now) {
    JsonNode names = definition.path("spec").path("names");
    if (names.equals(definition.path("status").path("acceptedNames"))) {
      return Step.nothing();
    }
    ObjectNode status = Json.object();
    ArrayNode conditions = status.putArray("conditions");
    conditions.add(condition("NamesAccepted", "NoConflicts", "no conflicts found", now));
    conditions.add(
        condition(
            "Established", "InitialNamesAccepted", "the initial names have been accepted", now));
    status.set("acceptedNames", names.deepCopy());
    ArrayNode stored = status.putArray("storedVersions");
    for (JsonNode version : Json.items(definition.path("spec").path("versions"))) {
      if (version.path("storage").asBoolean()) {
        stored.add(version.path("name").asText());
      }
    }
    return Step.builder().replaceStatus(ref, status).build();
  }

  private static ObjectNode condition(String type, String reason, String message, Instant now) {
    return Json.object()
        .put("type", type)
        .put("status", "True")
        .put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString())
        .put("reason", reason)
        .put("message", message);
  }

  private static Step cleanUp(ObjectRef ref, ObjectNode definition, World world) {
    JsonNode spec = definition.path("spec");
    List<ObjectNode> left =
        world.list(spec.path("group").asText(), spec.path("names").path("kind").asText(), "");
    Step.Builder step = Step.builder();
    if (left.isEmpty()) {
      ObjectNode patch = Json.object();
      patch.putObject("metadata").putNull("finalizers");
      return step.merge(ref, patch).build();
    }
    left.stream()
        .filter(object -> !Meta.deleting(object))
        .forEach(object -> step.delete(ObjectRef.of(object)));
    return step.recheck(POLL).build();
  }
}
