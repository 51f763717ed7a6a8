// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;

/** RFC 7396 backwards: the merge patch that makes one object of another. */
final class MergeDiff {
  private MergeDiff() {}

  /**
   * The patch.
   *
   * @param before an object; anything else counts as an empty one
   * @param after what it is to become; without nulls
   */
  static ObjectNode between(JsonNode before, JsonNode after) {
    ObjectNode patch = Json.object();
    before
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!after.has(field)) {
                patch.putNull(field);
              }
            });
    after.properties().forEach(field -> put(patch, field.getKey(), before, field.getValue()));
    return patch;
  }

  private static void put(ObjectNode patch, String field, JsonNode before, JsonNode wanted) {
    JsonNode present = before.path(field);
    if (present.equals(wanted)) {
      return;
    }
    patch.set(field, present.isObject() && wanted.isObject() ? between(present, wanted) : wanted);
  }
}
