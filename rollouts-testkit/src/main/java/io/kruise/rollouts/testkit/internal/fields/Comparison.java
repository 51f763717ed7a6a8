// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a write changed. Source: structured-merge-diff, typed/compare.go.
 *
 * @param removed what is no longer there
 * @param modified what is different
 * @param added what is new
 */
record Comparison(FieldSet removed, FieldSet modified, FieldSet added) {

  /**
   * Compares an object before and after.
   *
   * @param before the object, empty for a new one
   * @param after the object
   * @param schema its schema
   * @return what changed
   */
  static Comparison of(ObjectNode before, ObjectNode after, PatchSchema schema) {
    return of(before, after, schema, List.of());
  }

  /**
   * Compares an object before and after, but for some fields of the first level.
   *
   * @param before the object, empty for a new one
   * @param after the object
   * @param schema its schema
   * @param ignored the fields
   * @return what changed
   */
  static Comparison of(
      ObjectNode before, ObjectNode after, PatchSchema schema, List<String> ignored) {
    Comparison comparison = new Comparison(new FieldSet(), new FieldSet(), new FieldSet());
    comparison.fields(before, after, schema, ignored);
    comparison.removed.prune();
    comparison.modified.prune();
    comparison.added.prune();
    return comparison;
  }

  /** Whether nothing changed. */
  boolean same() {
    return removed.isEmpty() && modified.isEmpty() && added.isEmpty();
  }

  /** All that is there and wasn't so before. */
  FieldSet written() {
    return modified.union(added);
  }

  /** An element is spelt out only where something changed. */
  private void fields(JsonNode old, JsonNode now, PatchSchema schema, List<String> ignored) {
    Set<String> names = new LinkedHashSet<>();
    old.fieldNames().forEachRemaining(names::add);
    now.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      if (!old.path(name).equals(now.path(name))) {
        String element = Elements.field(name);
        if (!ignored.contains(element)) {
          part(element, old.path(name), now.path(name), schema.field(name));
        }
      }
    }
  }

  private void items(JsonNode old, JsonNode now, PatchSchema schema) {
    Map<String, JsonNode> left = Walks.items(old, schema);
    Map<String, JsonNode> right = Walks.items(now, schema);
    Set<String> elements = new LinkedHashSet<>(left.keySet());
    elements.addAll(right.keySet());
    for (String element : elements) {
      JsonNode then = left.getOrDefault(element, MissingNode.getInstance());
      JsonNode present = right.getOrDefault(element, MissingNode.getInstance());
      if (!then.equals(present)) {
        part(element, then, present, schema.items());
      }
    }
  }

  private void part(String element, JsonNode old, JsonNode now, PatchSchema schema) {
    boolean unlike =
        !old.isMissingNode() && !now.isMissingNode() && old.getNodeType() != now.getNodeType();
    boolean nothing = old.isEmpty() && now.isEmpty();
    JsonNode present = now.isMissingNode() ? old : now;
    if (!unlike && !nothing && !Walks.leaf(present, schema)) {
      // a place of its own for what is below; it goes again if nothing is
      Comparison below =
          new Comparison(removed.below(element), modified.below(element), added.below(element));
      if (present.isArray()) {
        below.items(old, now, schema);
      } else {
        below.fields(old, now, schema, List.of());
      }
    } else if (!old.isMissingNode() && !now.isMissingNode()) {
      modified.add(element);
    }
    if (old.isMissingNode()) {
      added.add(element);
    } else if (now.isMissingNode()) {
      removed.add(element);
    }
  }
}
