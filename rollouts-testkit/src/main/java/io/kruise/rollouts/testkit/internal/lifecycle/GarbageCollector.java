// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes objects whose owners are gone, holds back owners that are to go after their dependents,
 * and frees dependents that are to stay (pkg/controller/garbagecollector/garbagecollector.go).
 */
public final class GarbageCollector implements Controller {
  private static final String ORPHAN = "orphan";

  private final ResourceRegistry types;

  /**
   * A garbage collector.
   *
   * @param types the types that are served: an object with an owner of another type is left alone
   */
  public GarbageCollector(ResourceRegistry types) {
    this.types = types;
  }

  @Override
  public String name() {
    return "garbage-collector-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    Set<ObjectRef> concerned = new LinkedHashSet<>();
    ObjectNode after = change.after();
    Optional<ObjectNode> before = Optional.ofNullable(change.before());
    boolean gone = change.type() == Change.Type.DELETED;
    boolean going = Meta.deleting(after);
    boolean moved = before.isEmpty() || !owners(before.get()).equals(owners(after));
    if (!gone && ((moved && !owners(after).isEmpty()) || going)) {
      concerned.add(change.ref());
    }
    if (gone || OwnerReferences.inForeground(after)) {
      world.dependents(Meta.uid(after)).forEach(each -> concerned.add(ObjectRef.of(each)));
    }
    if (gone || moved) {
      before.ifPresent(object -> concerned.addAll(waitingOwners(object, world)));
    }
    return concerned;
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    Optional<ObjectNode> found = world.get(ref);
    if (found.isEmpty()) {
      return Step.nothing();
    }
    ObjectNode object = found.get();
    Step.Builder step = Step.builder();
    if (!Meta.deleting(object)) {
      OwnerReferences.of(object, world, types)
          .ifPresent(owners -> attemptToDelete(object, owners, world, step));
    } else if (Meta.finalizers(object).contains(ORPHAN)) {
      orphanDependents(object, world, step);
    } else if (OwnerReferences.inForeground(object) && !blocked(object, world)) {
      removeFinalizer(object, OwnerReferences.FOREGROUND, step);
    }
    return step.build();
  }

  /** attemptToDeleteItem. */
  private static void attemptToDelete(
      ObjectNode object, OwnerReferences owners, World world, Step.Builder step) {
    ObjectRef ref = ObjectRef.of(object);
    Set<String> past = new LinkedHashSet<>(owners.dangling());
    past.addAll(owners.waiting());
    if (past.isEmpty()) {
      return;
    }
    if (!owners.solid().isEmpty()) {
      step.merge(ref, OwnerReferences.without(object, past));
    } else if (!owners.waiting().isEmpty() && !world.dependents(Meta.uid(object)).isEmpty()) {
      step.deleteInForeground(ref);
    } else {
      step.delete(ref);
    }
  }

  /** attemptToOrphanWorker. */
  private static void orphanDependents(ObjectNode owner, World world, Step.Builder step) {
    for (ObjectNode dependent : world.dependents(Meta.uid(owner))) {
      step.merge(
          ObjectRef.of(dependent), OwnerReferences.without(dependent, Set.of(Meta.uid(owner))));
    }
    removeFinalizer(owner, ORPHAN, step);
  }

  /** blockingDependents. */
  private static boolean blocked(ObjectNode owner, World world) {
    return world.dependents(Meta.uid(owner)).stream()
        .flatMap(dependent -> OwnerReferences.all(dependent).stream())
        .filter(reference -> reference.path("uid").asText().equals(Meta.uid(owner)))
        .anyMatch(reference -> reference.path("blockOwnerDeletion").asBoolean());
  }

  private static void removeFinalizer(ObjectNode object, String finalizer, Step.Builder step) {
    ArrayNode rest = Json.object().putArray("finalizers");
    Meta.finalizers(object).stream().filter(each -> !each.equals(finalizer)).forEach(rest::add);
    ObjectNode patch = Json.object();
    patch.putObject("metadata").set("finalizers", rest);
    step.merge(ObjectRef.of(object), patch);
  }

  private List<ObjectRef> waitingOwners(ObjectNode dependent, World world) {
    return OwnerReferences.all(dependent).stream()
        .flatMap(reference -> OwnerReferences.ref(reference, dependent, types).stream())
        .filter(owner -> world.get(owner).filter(OwnerReferences::inForeground).isPresent())
        .toList();
  }

  private static JsonNode owners(JsonNode object) {
    return Meta.of(object).path("ownerReferences");
  }
}
