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
    Map<String, JsonNode> left = Walks.fields(before);
    Map<String, JsonNode> right = Walks.fields(after);
    left.keySet().removeAll(ignored);
    right.keySet().removeAll(ignored);
    comparison.parts(left, right, schema);
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

  private void parts(Map<String, JsonNode> left, Map<String, JsonNode> right, PatchSchema schema) {
    Set<String> elements = new LinkedHashSet<>(left.keySet());
    elements.addAll(right.keySet());
    for (String element : elements) {
      JsonNode old = left.getOrDefault(element, MissingNode.getInstance());
      JsonNode now = right.getOrDefault(element, MissingNode.getInstance());
      part(element, old, now, Walks.below(schema, element));
    }
  }

  private void part(String element, JsonNode old, JsonNode now, PatchSchema schema) {
    if (old.equals(now)) {
      return;
    }
    boolean unlike =
        !old.isMissingNode() && !now.isMissingNode() && old.getNodeType() != now.getNodeType();
    boolean nothing = old.isEmpty() && now.isEmpty();
    JsonNode present = now.isMissingNode() ? old : now;
    if (!unlike && !nothing && !Walks.leaf(present, schema)) {
      // a place of its own for what is below; it goes again if nothing is
      new Comparison(removed.below(element), modified.below(element), added.below(element))
          .parts(Walks.parts(old, schema), Walks.parts(now, schema), schema);
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
