// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.Numbers;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The life of an object: created, changed, deleted, by the rules that hold for every kind. Not
 * thread-safe: the cluster's lock guards it. Source: apiserver, pkg/registry/generic/registry,
 * store.go.
 */
public final class ObjectService implements World {
  private static final String NOBODY = "unknown";

  private final ObjectStore store;
  private final SchemaRules schemas;
  private final Judgement judgement;
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
    judgement = new Judgement(schemas, admissions);
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
  public List<ObjectNode> inNamespace(String namespace) {
    return store.inNamespace(namespace);
  }

  @Override
  public List<ObjectNode> dependents(String uid) {
    return store.dependents(uid);
  }

  @Override
  public List<ObjectNode> uncontrolled(String group, String kind, String namespace) {
    return store.uncontrolled(group, kind, namespace);
  }

  @Override
  public List<ObjectNode> targeting(String group, String kind, String namespace, String workload) {
    return store.targeting(group, kind, namespace, workload);
  }

  /**
   * The cluster's time.
   *
   * @return now
   */
  Instant now() {
    return now.get();
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
   * @param options how
   * @return as stored
   * @throws ApiException when it is refused
   */
  public ObjectNode create(
      ResourceType type, String namespace, ObjectNode given, WriteOptions options) {
    ObjectNode object = given.deepCopy();
    Numbers.normalize(object);
    object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    Preparation.create(type, namespace, object, now.get());
    Admission.Request request =
        new Admission.Request(Admission.Operation.CREATE, type, "", null, object, this);
    schemas.shape(type, object);
    FieldTracking.created(schemas, type, object, options, now.get());
    judgement.mutate(request);
    judgement.judge(request, MetaRules.created(type, object));
    String name = Meta.name(object);
    if (!Meta.of(object).path("resourceVersion").asText().isEmpty()) {
      throw new ApiException(500, "", "resourceVersion should not be set on objects to be created");
    }
    object.withObject("/metadata").remove("resourceVersion");
    if (store.get(ref(type, namespace, name)).isPresent()) {
      throw ApiException.alreadyExists(type, name);
    }
    if (!options.dryRun()) {
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
   * @param options how
   * @return as stored, or as it was when the change ended its deletion
   * @throws ApiException when it is refused
   */
  public ObjectNode update(
      ResourceType type,
      String namespace,
      String name,
      String subresource,
      UnaryOperator<ObjectNode> change,
      WriteOptions options) {
    ObjectNode before = find(type, namespace, name);
    return write(type, subresource, before, change.apply(before.deepCopy()), options);
  }

  /**
   * Merges into an object.
   *
   * @param type its type
   * @param namespace "" for cluster-scoped types
   * @param name its name
   * @param subresource "" or "status"
   * @param patch an RFC 7396 merge patch
   * @param options how
   * @return as stored
   * @throws ApiException when it is refused
   */
  public ObjectNode merge(
      ResourceType type,
      String namespace,
      String name,
      String subresource,
      ObjectNode patch,
      WriteOptions options) {
    ObjectNode before = find(type, namespace, name);
    boolean asServed = before.path("apiVersion").asText().equals(type.apiVersion());
    if (asServed && Json.isMerged(before, patch)) {
      return before;
    }
    ObjectNode merged = Sharing.merge(type, before, patch);
    return write(type, subresource, before, merged, options);
  }

  /**
   * Sets an object's status, as a controller of this cluster does: it has its form already, and the
   * rest of the object is shared with what was stored.
   *
   * @param type its type
   * @param namespace "" for cluster-scoped types
   * @param name its name
   * @param change makes the wanted status, a tree of its own, from the stored one, which is not to
   *     be changed
   * @param options how
   * @return as stored
   * @throws ApiException when it is refused
   */
  public ObjectNode updateStatus(
      ResourceType type,
      String namespace,
      String name,
      UnaryOperator<JsonNode> change,
      WriteOptions options) {
    ObjectNode before = find(type, namespace, name);
    JsonNode status = change.apply(before.path("status"));
    Numbers.normalize(status);
    if (status.equals(before.path("status"))) {
      return before;
    }
    ObjectNode object = Json.object();
    object.setAll(before);
    object.set("metadata", Json.shallow(Meta.of(before)));
    object.set("status", status);
    FieldTracking.changed(schemas, type, "status", before, object, options, now.get());
    Admission.Request request =
        new Admission.Request(Admission.Operation.UPDATE, type, "status", before, object, this);
    judgement.judge(request, MetaRules.updated(type, before, object));
    store.put(object);
    return object;
  }

  private ObjectNode write(
      ResourceType type,
      String subresource,
      ObjectNode before,
      ObjectNode object,
      WriteOptions options) {
    Numbers.normalize(object, before);
    object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    if (object.equals(before)) {
      return before;
    }
    Admission.Request request =
        new Admission.Request(Admission.Operation.UPDATE, type, subresource, before, object, this);
    Preparation.update(type, subresource, before, object);
    schemas.shape(type, object, before);
    FieldTracking.changed(schemas, type, subresource, before, object, options, now.get());
    judgement.mutate(request);
    Revisions.check(type, before, object);
    if (subresource.isEmpty()) {
      Preparation.update(type, subresource, before, object);
    }
    Preparation.generation(type, subresource, before, object);
    judgement.judge(request, MetaRules.updated(type, before, object));
    if (object.equals(before) || options.dryRun()) {
      return object;
    }
    if (Deletion.endsWith(before, object)) {
      store.remove(ObjectRef.of(before));
    } else {
      store.put(object);
    }
    return object;
  }

  /**
   * Asks for an object's deletion: it goes at once, or with its last finalizer, or when its grace
   * period is over.
   *
   * @param type its type
   * @param namespace "" for cluster-scoped types
   * @param name its name
   * @param options how
   * @return what became of it
   * @throws ApiException 404, or when it is refused
   */
  public Deletion delete(ResourceType type, String namespace, String name, DeleteOptions options) {
    ObjectNode before = find(type, namespace, name);
    Deletion deletion = Deletion.of(type, before, options, now.get());
    judgement.admit(
        new Admission.Request(Admission.Operation.DELETE, type, "", before, before, this));
    if (options.dryRun()) {
      return deletion;
    }
    if (deletion.gone()) {
      store.remove(ref(type, namespace, name));
    } else if (!deletion.object().equals(before)) {
      store.put(deletion.object());
    }
    return deletion;
  }

  /**
   * Makes an object, in nobody's name.
   *
   * @param type its type
   * @param namespace where; "" for cluster-scoped types
   * @param given whole
   * @param dryRun whether to store nothing
   * @return as stored
   * @throws ApiException when it is refused
   */
  public ObjectNode create(ResourceType type, String namespace, ObjectNode given, boolean dryRun) {
    return create(type, namespace, given, nobody(dryRun));
  }

  /**
   * Changes an object, in nobody's name.
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
    return update(type, namespace, name, subresource, change, nobody(dryRun));
  }

  /**
   * Deletes an object at once, its dependents in the background.
   *
   * @param type its type
   * @param namespace "" for cluster-scoped types
   * @param name its name
   * @return what became of it
   * @throws ApiException 404, or when it is refused
   */
  public Deletion delete(ResourceType type, String namespace, String name) {
    return delete(type, namespace, name, DeleteOptions.NOW);
  }

  private static WriteOptions nobody(boolean dryRun) {
    return new WriteOptions(NOBODY, dryRun, WriteOptions.Tracking.WHERE_BEGUN);
  }

  static ObjectRef ref(ResourceType type, String namespace, String name) {
    return new ObjectRef(type.group(), type.kind(), type.namespaced() ? namespace : "", name);
  }
}
