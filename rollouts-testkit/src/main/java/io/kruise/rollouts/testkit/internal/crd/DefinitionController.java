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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Accepts CustomResourceDefinitions, and takes their objects away before them. Source:
 * apiextensions-apiserver, pkg/controller: status, establish, apiapproval, finalizer; and its
 * registry's strategy.go for storedVersions.
 */
public final class DefinitionController implements Controller {
  static final String GROUP = "apiextensions.k8s.io";
  static final String KIND = "CustomResourceDefinition";
  private static final String APPROVED = "api-approved.kubernetes.io";
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
    JsonNode before = definition.path("status");
    ObjectNode status = accepted(definition, now);
    if (status.path("acceptedNames").equals(before.path("acceptedNames"))
        && status.path("storedVersions").equals(before.path("storedVersions"))) {
      return Step.nothing();
    }
    if (!before.path("conditions").isEmpty()) {
      status.set("conditions", before.path("conditions"));
    }
    return Step.builder().replaceStatus(ref, status).build();
  }

  /**
   * The status of a definition that nothing speaks against.
   *
   * @param definition as stored, or as it would be
   * @param now the cluster's time
   * @return a tree of its own
   */
  static ObjectNode accepted(ObjectNode definition, Instant now) {
    JsonNode spec = definition.path("spec");
    ObjectNode status = Json.object();
    ArrayNode conditions = status.putArray("conditions");
    String approved = Json.at(definition, "metadata", "annotations", APPROVED).asText();
    if (community(spec.path("group").asText()) && approved.startsWith("https://")) {
      conditions.add(
          condition(
              "KubernetesAPIApprovalPolicyConformant",
              "ApprovedAnnotation",
              "approved in " + approved,
              now));
    }
    conditions.add(condition("NamesAccepted", "NoConflicts", "no conflicts found", now));
    conditions.add(
        condition(
            "Established", "InitialNamesAccepted", "the initial names have been accepted", now));
    status.set("acceptedNames", spec.path("names").deepCopy());
    Set<String> stored = new LinkedHashSet<>();
    Json.items(definition.path("status").path("storedVersions"))
        .forEach(version -> stored.add(version.asText()));
    for (JsonNode version : Json.items(spec.path("versions"))) {
      if (version.path("storage").asBoolean()) {
        stored.add(version.path("name").asText());
      }
    }
    stored.forEach(status.putArray("storedVersions")::add);
    return status;
  }

  /** (pkg/apihelpers/helpers.go, IsProtectedCommunityGroup) */
  private static boolean community(String group) {
    return group.endsWith(".k8s.io") || group.endsWith(".kubernetes.io");
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
