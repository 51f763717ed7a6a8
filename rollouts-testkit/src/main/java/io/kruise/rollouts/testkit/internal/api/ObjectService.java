// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The life of an object: created, changed, deleted, by the rules that hold for every kind. Not
 * thread-safe: the cluster's lock guards it.
 */
public final class ObjectService implements World {
  private final ObjectStore store;
  private final SchemaRules schemas;
  private final List<Admission> admissions;
  private final Supplier<Instant> now;

  /**
   * A service over a store.
   *
   * @param store where objects are kept
   * @param schemas what schemas do
   * @param admissions asked about each write, in order
   * @param now the cluster's time
   */
  public ObjectService(
      ObjectStore store, SchemaRules schemas, List<Admission> admissions, Supplier<Instant> now) {
    this.store = store;
    this.schemas = schemas;
    this.admissions = List.copyOf(admissions);
    this.now = now;
  }

  @Override
  public Optional<ObjectNode> get(ObjectRef ref) {
    return store.get(ref);
  }

  @Override
  public List<ObjectNode> list(String group, String kind, String namespace) {
    return store.list(group, kind, namespace);
  }

  @Override
  public List<ObjectNode> dependents(String uid) {
    return store.dependents(uid);
  }

  @Override
  public List<ObjectNode> uncontrolled(String group, String kind, String namespace) {
    return store.uncontrolled(group, kind, namespace);
  }

  /**
   * One object.
   *
   * @param type its type
   * @param namespace "" for cluster-scoped types
   * @param name its name
   * @return as stored
   * @throws ApiException 404
   */
  public ObjectNode find(ResourceType type, String namespace, String name) {
    return store
        .get(ref(type, namespace, name))
        .orElseThrow(() -> ApiException.notFound(type, name));
  }

  /**
   * Makes an object.
   *
   * @param type its type
   * @param namespace where; "" for cluster-scoped types
   * @param given as the client sent it
   * @param dryRun whether to store nothing
   * @return as stored
   * @throws ApiException when it is refused
   */
  public ObjectNode create(ResourceType type, String namespace, ObjectNode given, boolean dryRun) {
    ObjectNode object = given.deepCopy();
    object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    ObjectNode metadata = Json.dig(object, "metadata");
    if (type.namespaced()) {
      metadata.put("namespace", namespace);
    }
    if (!metadata.hasNonNull("name") && metadata.hasNonNull("generateName")) {
      metadata.put(
          "name",
          metadata.path("generateName").asText() + UUID.randomUUID().toString().substring(0, 5));
    }
    String name = Meta.name(object);
    if (store.get(ref(type, namespace, name)).isPresent()) {
      throw ApiException.alreadyExists(type, name);
    }
    metadata
        .put("uid", UUID.randomUUID().toString())
        .put("creationTimestamp", now.get().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("generation", 1);
    metadata.remove(List.of("resourceVersion", "deletionTimestamp", "selfLink"));
    if (type.statusSubresource()) {
      object.remove("status");
    }
    admit(new Admission.Request(Admission.Operation.CREATE, type, "", null, object, this));
    if (!dryRun) {
      store.put(object);
    }
    return object;
  }

  /**
   * Changes an object.
   *
   * @param type its type
   * @param namespace "" for cluster-scoped types
   * @param name its name
   * @param subresource "" or "status"
   * @param change makes the wanted object from a copy of the stored one
   * @param dryRun whether to store nothing
   * @return as stored
   * @throws ApiException when it is refused
   */
  public ObjectNode update(
      ResourceType type,
      String namespace,
      String name,
      String subresource,
      UnaryOperator<ObjectNode> change,
      boolean dryRun) {
    ObjectNode before = find(type, namespace, name);
    ObjectNode object = change.apply(before.deepCopy());
    JsonNode version = Meta.of(object).path("resourceVersion");
    if (!version.asText().equals(Meta.of(before).path("resourceVersion").asText())) {
      throw ApiException.conflict(
          type,
          name,
          "the object has been modified; please apply your changes to the latest version and try"
              + " again");
    }
    keepWhatIsNotTheirs(type, subresource, before, object);
    admit(
        new Admission.Request(Admission.Operation.UPDATE, type, subresource, before, object, this));
    ObjectNode metadata = Json.dig(object, "metadata");
    if (subresource.isEmpty() && specDiffers(type, before, object)) {
      metadata.put("generation", Meta.generation(before) + 1);
    }
    if (object.equals(before) || dryRun) {
      return object;
    }
    if (Meta.deleting(object) && Meta.finalizers(object).isEmpty()) {
      store.remove(ref(type, namespace, name));
      return object;
    }
    store.put(object);
    return object;
  }

  /**
   * Asks for an object's deletion: it goes at once, or with its last finalizer.
   *
   * @param type its type
   * @param namespace "" for cluster-scoped types
   * @param name its name
   * @return as it stands, or stood
   * @throws ApiException 404, or when it is refused
   */
  public ObjectNode delete(ResourceType type, String namespace, String name) {
    ObjectNode before = find(type, namespace, name);
    for (Admission admission : admissions) {
      admission.validate(
          new Admission.Request(Admission.Operation.DELETE, type, "", before, before, this));
    }
    if (Meta.finalizers(before).isEmpty()) {
      store.remove(ref(type, namespace, name));
      return before;
    }
    if (Meta.deleting(before)) {
      return before;
    }
    ObjectNode object = before.deepCopy();
    Json.dig(object, "metadata")
        .put("deletionTimestamp", now.get().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("deletionGracePeriodSeconds", 0)
        .put("generation", Meta.generation(before) + 1);
    store.put(object);
    return object;
  }

  private void admit(Admission.Request request) {
    schemas.shape(request.type(), request.object());
    admissions.forEach(each -> each.mutate(request));
    schemas.shape(request.type(), request.object());
    List<ApiException.Cause> causes =
        schemas.validate(request.type(), request.object(), request.before());
    if (!causes.isEmpty()) {
      throw ApiException.invalid(request.type(), Meta.name(request.object()), causes);
    }
    admissions.forEach(each -> each.validate(request));
  }

  private static void keepWhatIsNotTheirs(
      ResourceType type, String subresource, ObjectNode before, ObjectNode object) {
    if (subresource.equals("status")) {
      JsonNode status = object.path("status");
      JsonNode annotations = Meta.of(object).path("annotations");
      object.removeAll();
      object.setAll(before.deepCopy());
      // the status strategies of built-in kinds keep the spec only: the Deployment controller
      // writes its revision annotation together with the status
      if (!type.custom() && annotations.isObject()) {
        Json.dig(object, "metadata").set("annotations", annotations);
      }
      if (status.isMissingNode()) {
        object.remove("status");
      } else {
        object.set("status", status);
      }
      return;
    }
    if (type.statusSubresource()) {
      object.remove("status");
      if (before.has("status")) {
        object.set("status", before.path("status").deepCopy());
      }
    }
    ObjectNode metadata = Json.dig(object, "metadata");
    for (String field :
        List.of(
            "uid",
            "creationTimestamp",
            "generation",
            "resourceVersion",
            "deletionTimestamp",
            "deletionGracePeriodSeconds")) {
      metadata.remove(field);
      if (Meta.of(before).has(field)) {
        metadata.set(field, Meta.of(before).path(field));
      }
    }
  }

  private static boolean specDiffers(ResourceType type, ObjectNode before, ObjectNode object) {
    ObjectNode left = before.deepCopy();
    ObjectNode right = object.deepCopy();
    left.remove("metadata");
    right.remove("metadata");
    if (type.statusSubresource()) {
      left.remove("status");
      right.remove("status");
    }
    return !left.equals(right);
  }

  private static ObjectRef ref(ResourceType type, String namespace, String name) {
    return new ObjectRef(type.group(), type.kind(), type.namespaced() ? namespace : "", name);
  }
}
