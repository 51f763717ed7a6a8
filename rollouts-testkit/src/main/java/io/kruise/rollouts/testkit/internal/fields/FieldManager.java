// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.fields.ManagedFields.Entry;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;
import java.util.List;

/**
 * Keeps the record of who manages which fields of objects of one type, through one of its paths.
 * Source: structured-merge-diff, merge/update.go; apimachinery, pkg/util/managedfields/internal.
 *
 * @param schema the type's schema
 * @param apiVersion the type's version
 * @param reset the fields of the first level that can't be written through this path
 */
public record FieldManager(PatchSchema schema, String apiVersion, List<String> reset) {
  /** What is of the server, not of a client (stripmeta.go). */
  private static final FieldSet STRIPPED = stripped();

  private static final Manager NOBODY = Manager.updater("", "", "");
  private static final String BEFORE_FIRST_APPLY = "before-first-apply";

  /** Keeps the list from being changed. */
  public FieldManager {
    reset = List.copyOf(reset);
  }

  private static FieldSet stripped() {
    FieldSet stripped = new FieldSet();
    List.of("f:apiVersion", "f:kind", "f:metadata").forEach(stripped::add);
    FieldSet metadata = stripped.below("f:metadata");
    for (String field :
        List.of(
            "name",
            "namespace",
            "creationTimestamp",
            "selfLink",
            "uid",
            "clusterName",
            "generation",
            "managedFields",
            "resourceVersion")) {
      metadata.add(Elements.field(field));
    }
    return stripped;
  }

  /**
   * Notes a write that was no application.
   *
   * @param live as stored; empty for a new object
   * @param object as it would be stored; its managedFields are set
   * @param manager who writes
   * @param time now, as in managedFields
   */
  public void update(ObjectNode live, ObjectNode object, Manager manager, String time) {
    boolean sameMeta = Meta.of(live).equals(Meta.of(object));
    Comparison changes =
        sameMeta
            ? Comparison.of(live, object, schema, reset)
            : Comparison.of(plain(live), plain(object), schema, reset);
    JsonNode known = Meta.of(live).path("managedFields");
    if (changes.same() && known.equals(Meta.of(object).path("managedFields"))) {
      return;
    }
    ManagedFields managed = known(live, object, manager);
    note(managed, changes, manager, time);
    if (!managed.isUnchanged() || !asStored(live, object)) {
      managed.into(object);
    }
  }

  private static boolean asStored(ObjectNode live, ObjectNode object) {
    return Json.isSame(Meta.of(object).path("managedFields"), Meta.of(live).path("managedFields"));
  }

  /** What the client gives, if it gives any; through a subresource it can't (decodeLiveOrNew). */
  private static ManagedFields known(ObjectNode live, ObjectNode object, Manager manager) {
    if (!manager.subresource().isEmpty() || asStored(live, object)) {
      return ManagedFields.ofStored(live);
    }
    if (asksForReset(object)) {
      return ManagedFields.none();
    }
    ManagedFields given = ManagedFields.of(object);
    return given.isEmpty() ? ManagedFields.ofStored(live) : given;
  }

  /** An empty list, or one empty entry: the client wants the record to begin anew. */
  private static boolean asksForReset(ObjectNode object) {
    JsonNode managed = Meta.of(object).path("managedFields");
    return managed.isArray()
        && (managed.isEmpty() || (managed.size() == 1 && managed.get(0).isEmpty()));
  }

  private void note(ManagedFields managed, Comparison changes, Manager manager, String time) {
    if (changes.same()) {
      return;
    }
    FieldSet written = changes.written();
    FieldSet taken = written.union(changes.removed());
    FieldSet noted = written.difference(STRIPPED);
    Entry own = managed.of(manager).orElse(null);
    boolean managesAll =
        own != null
            && !noted.isEmpty()
            && noted.equals(written)
            && own.includes(written)
            && !own.overlaps(changes.removed());
    if (own != null && managesAll) {
      managed.take(taken, manager);
      managed.entries().put(manager, own.at(time));
      return;
    }
    managed.take(taken, NOBODY);
    if (!noted.isEmpty()) {
      FieldSet before = managed.of(manager).map(Entry::set).orElseGet(FieldSet::new);
      managed.entries().put(manager, new Entry(before.union(noted), apiVersion, time));
    }
  }

  /**
   * Applies.
   *
   * @param live as stored; empty when there is no such object
   * @param config what is applied
   * @param manager who applies
   * @param force whether to take what others manage
   * @param time now, as in managedFields
   * @return the object as it would be, with its managedFields
   * @throws ConflictException when others manage what would change
   */
  public ObjectNode apply(
      ObjectNode live, ObjectNode config, Manager manager, boolean force, String time) {
    ManagedFields managed = ManagedFields.of(live);
    ObjectNode before = plain(live);
    if (managed.isEmpty() && !live.isEmpty()) {
      Manager unknown = Manager.updater(BEFORE_FIRST_APPLY, apiVersion, "");
      note(managed, Comparison.of(Json.object(), before, schema), unknown, time);
    }
    Entry last = managed.of(manager).orElse(null);
    FieldSet set = OwnedFields.of(config, schema).without(reset);
    managed.entries().put(manager, new Entry(set, apiVersion, last == null ? "" : last.time()));
    ObjectNode merged = Merging.merge(before, config, schema);
    if (last != null) {
      merged = pruned(merged, managed, last.set());
    }
    Comparison changes = Comparison.of(before, merged, schema, reset);
    if (!force) {
      FieldSet takenOver = LastApplied.of(before, manager, apiVersion, schema);
      Conflicts.check(managed, manager, changes.written().difference(takenOver));
    }
    managed.take(changes.written().union(changes.removed()), manager);
    Entry own = managed.entries().remove(manager);
    FieldSet kept = own.set().difference(STRIPPED);
    if (!kept.isEmpty()) {
      String when = merged.equals(before) ? own.time() : time;
      managed.entries().put(manager, new Entry(kept, apiVersion, when));
    }
    ObjectNode result = merged.deepCopy();
    managed.into(result);
    return result;
  }

  /** What was applied last time, isn't now, and is nobody else's, goes (prune). */
  private ObjectNode pruned(ObjectNode merged, ManagedFields managed, FieldSet last) {
    ObjectNode pruned = Removal.without(merged, last.withNamed(schema), schema);
    FieldSet present = OwnedFields.of(merged, schema).withNamed(schema);
    FieldSet left = OwnedFields.of(pruned, schema).withNamed(schema);
    FieldSet owned = managed.all().withNamed(schema);
    pruned = Removal.without(merged, present.difference(left.union(owned)), schema);
    left = OwnedFields.of(pruned, schema).withNamed(schema);
    return Removal.without(
        merged, present.difference(left).intersection(last.withNamed(schema)), schema);
  }

  /** Without managedFields, which nobody manages. */
  private static ObjectNode plain(ObjectNode object) {
    if (!Meta.of(object).has("managedFields")) {
      return object;
    }
    ObjectNode plain = Json.object();
    plain.setAll(object);
    ObjectNode metadata = Json.object();
    metadata.setAll((ObjectNode) Meta.of(object));
    metadata.remove("managedFields");
    plain.set("metadata", metadata);
    return plain;
  }
}
