// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;

/** The fields that an object has. Source: structured-merge-diff, typed/tofieldset.go. */
final class OwnedFields {
  private OwnedFields() {}

  /**
   * All fields.
   *
   * @param object the object
   * @param schema its schema
   * @return the set
   */
  static FieldSet of(ObjectNode object, PatchSchema schema) {
    FieldSet set = new FieldSet();
    object.properties().forEach(each -> field(each.getKey(), each.getValue(), schema, set));
    return set.prune();
  }

  private static void field(String name, JsonNode value, PatchSchema map, FieldSet set) {
    String element = Elements.field(name);
    add(element, value, map.field(name), set);
    boolean empty = value.isNull() || (value.isObject() && value.isEmpty());
    if (empty || !map.declares(name)) {
      set.add(element);
    }
  }

  private static void add(String element, JsonNode value, PatchSchema schema, FieldSet set) {
    if (Walks.leaf(value, schema)) {
      set.add(element);
      return;
    }
    FieldSet below = set.below(element);
    if (value.isObject()) {
      value.properties().forEach(each -> field(each.getKey(), each.getValue(), schema, below));
    }
    for (JsonNode item : Json.items(value)) {
      String key = Elements.item(item, schema);
      add(key, item, schema.items(), below);
      below.add(key);
    }
  }
}
