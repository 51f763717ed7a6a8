// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;

/** Takes fields out of an object. Source: structured-merge-diff, typed/remove.go. */
final class Removal {
  private Removal() {}

  /**
   * Takes fields out.
   *
   * @param object left as it is
   * @param gone the fields
   * @param schema of the object
   * @return shares what stays
   */
  static ObjectNode without(ObjectNode object, FieldSet gone, PatchSchema schema) {
    return rest(object, gone, schema) instanceof ObjectNode left ? left : Json.object();
  }

  private static JsonNode rest(JsonNode value, FieldSet gone, PatchSchema schema) {
    if (value.isContainerNode() && (value.isEmpty() || Walks.leaf(value, schema))) {
      return MissingNode.getInstance();
    }
    if (value.isObject()) {
      ObjectNode left = Json.object();
      value
          .properties()
          .forEach(
              each -> {
                JsonNode kept =
                    kept(
                        Elements.field(each.getKey()),
                        each.getValue(),
                        gone,
                        schema.field(each.getKey()));
                if (!kept.isMissingNode()) {
                  left.set(each.getKey(), kept);
                }
              });
      return left.isEmpty() ? MissingNode.getInstance() : left;
    }
    if (value.isArray()) {
      ArrayNode left = Json.object().arrayNode();
      for (JsonNode item : Json.items(value)) {
        JsonNode kept = kept(Elements.item(item, schema), item, gone, schema.items());
        if (!kept.isMissingNode()) {
          left.add(kept);
        }
      }
      return left.isEmpty() ? MissingNode.getInstance() : left;
    }
    return value;
  }

  private static JsonNode kept(String element, JsonNode value, FieldSet gone, PatchSchema schema) {
    if (gone.has(element)) {
      return MissingNode.getInstance();
    }
    FieldSet below = gone.at(element);
    return below.isEmpty() ? value : rest(value, below, schema);
  }
}
