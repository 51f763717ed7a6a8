// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Merges what is applied into what is there. Source: structured-merge-diff, typed/merge.go. */
final class Merging {
  private Merging() {}

  /**
   * Merges.
   *
   * @param live what is there; left as it is
   * @param config what is applied; left as it is
   * @param schema of both
   * @return shares what didn't change
   */
  static ObjectNode merge(ObjectNode live, ObjectNode config, PatchSchema schema) {
    return maps(live, config, schema);
  }

  private static JsonNode values(JsonNode live, JsonNode config, PatchSchema schema) {
    if (config.isMissingNode()) {
      return live;
    }
    if (Walks.leaf(config, schema)) {
      return config;
    }
    if (config.isObject()) {
      return maps(live, config, schema);
    }
    return config.isEmpty() && live.isEmpty() ? config : lists(live, config, schema);
  }

  private static ObjectNode maps(JsonNode live, JsonNode config, PatchSchema schema) {
    ObjectNode merged = Json.object();
    live.properties()
        .forEach(
            each ->
                merged.set(
                    each.getKey(),
                    values(
                        each.getValue(), config.path(each.getKey()), schema.field(each.getKey()))));
    config
        .properties()
        .forEach(
            each -> {
              if (!merged.has(each.getKey())) {
                merged.set(
                    each.getKey(),
                    values(
                        MissingNode.getInstance(), each.getValue(), schema.field(each.getKey())));
              }
            });
    return merged;
  }

  private static ArrayNode lists(JsonNode live, JsonNode config, PatchSchema schema) {
    Map<String, JsonNode> left = live.isArray() ? Walks.items(live, schema) : Map.of();
    Map<String, JsonNode> right = Walks.items(config, schema);
    ArrayNode merged = Json.object().arrayNode();
    for (String element : order(List.copyOf(left.keySet()), List.copyOf(right.keySet()))) {
      merged.add(
          values(
              left.getOrDefault(element, MissingNode.getInstance()),
              right.getOrDefault(element, MissingNode.getInstance()),
              schema.items()));
    }
    return merged;
  }

  /**
   * visitListItems: what is applied in its own order, and what is only there in front of the next
   * element of both.
   */
  private static Set<String> order(List<String> live, List<String> config) {
    Set<String> order = new LinkedHashSet<>();
    List<String> shared = config.stream().filter(live::contains).toList();
    int nextShared = 0;
    int l = 0;
    int r = 0;
    while (l < live.size() || r < config.size()) {
      if (l < live.size() && r < config.size()) {
        String element = live.get(l);
        if (element.equals(config.get(r))) {
          order.add(element);
          l++;
          r++;
          nextShared++;
          continue;
        }
        boolean otherIsNext = nextShared < shared.size() && !shared.get(nextShared).equals(element);
        if (otherIsNext && config.contains(element)) {
          l++;
          continue;
        }
      }
      if (l < live.size()) {
        String element = live.get(l);
        if (!config.contains(element)) {
          order.add(element);
          l++;
          continue;
        }
        if (order.contains(element)) {
          l++;
        }
      }
      if (r < config.size()) {
        String element = config.get(r);
        order.add(element);
        r++;
        if (nextShared < shared.size() && shared.get(nextShared).equals(element)) {
          nextShared++;
        }
      }
    }
    return order;
  }
}
