// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

  /** visitListItems: in the order of what is applied, what isn't keeps its place between. */
  private static ArrayNode lists(JsonNode live, JsonNode config, PatchSchema schema) {
    Map<String, JsonNode> left = live.isArray() ? Walks.items(live, schema) : new LinkedHashMap<>();
    Map<String, JsonNode> right = Walks.items(config, schema);
    List<String> lefts = new ArrayList<>(left.keySet());
    List<String> rights = new ArrayList<>(right.keySet());
    List<String> shared = rights.stream().filter(left::containsKey).toList();
    ArrayNode out = Json.object().arrayNode();
    Set<String> merged = new HashSet<>();
    int nextShared = 0;
    int l = 0;
    int r = 0;
    while (l < lefts.size() || r < rights.size()) {
      if (l < lefts.size() && r < rights.size()) {
        String element = lefts.get(l);
        if (element.equals(rights.get(r))) {
          merged.add(element);
          out.add(
              values(
                  requireNonNull(left.get(element)),
                  requireNonNull(right.get(element)),
                  schema.items()));
          l++;
          r++;
          nextShared++;
          continue;
        }
        if (right.containsKey(element)
            && nextShared < shared.size()
            && !shared.get(nextShared).equals(element)) {
          l++;
          continue;
        }
      }
      if (l < lefts.size()) {
        String element = lefts.get(l);
        if (!right.containsKey(element)) {
          out.add(left.get(element));
          l++;
          continue;
        } else if (merged.contains(element)) {
          l++;
        }
      }
      if (r < rights.size()) {
        String element = rights.get(r);
        merged.add(element);
        out.add(
            values(
                left.getOrDefault(element, MissingNode.getInstance()),
                requireNonNull(right.get(element)),
                schema.items()));
        r++;
        if (nextShared < shared.size() && shared.get(nextShared).equals(element)) {
          nextShared++;
        }
      }
    }
    return out;
  }
}
