// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.Map;

/** The RFC 7396 merge patch that makes one object of another. */
final class MergeDiff {
  private MergeDiff() {}

  static ObjectNode between(JsonNode from, JsonNode to) {
    ObjectNode patch = Json.object();
    from.fieldNames()
        .forEachRemaining(
            field -> {
              if (!to.has(field)) {
                patch.putNull(field);
              }
            });
    for (Map.Entry<String, JsonNode> field : to.properties()) {
      JsonNode before = from.path(field.getKey());
      JsonNode after = field.getValue();
      if (before.isObject() && after.isObject()) {
        patch.set(field.getKey(), between(before, after));
      } else if (!before.equals(after)) {
        patch.set(field.getKey(), after);
      }
    }
    return patch;
  }
}
