// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Strategic merge patches: as RFC 7396, but lists are merged where the schema says so, and a patch
 * may give directives. Source: apimachinery, pkg/util/strategicpatch/patch.go.
 */
public final class StrategicMerge {
  static final String DIRECTIVE = "$patch";
  static final String DELETE = "delete";
  static final String REPLACE = "replace";
  private static final String MERGE = "merge";
  private static final String RETAIN_KEYS = "$retainKeys";
  private static final String ELEMENT_ORDER = "$setElementOrder/";
  private static final String DELETE_FROM = "$deleteFromPrimitiveList/";

  private StrategicMerge() {}

  /**
   * Applies a patch.
   *
   * @param target left as it is
   * @param patch left as it is
   * @param schema of the target
   * @return a tree of its own
   * @throws PatchException when a directive makes no sense
   */
  public static ObjectNode apply(ObjectNode target, ObjectNode patch, PatchSchema schema) {
    return merge(target.deepCopy(), patch.deepCopy(), schema);
  }

  /** Upstream: mergeMap. Both trees are used up. */
  static ObjectNode merge(ObjectNode original, ObjectNode patch, PatchSchema schema) {
    if (patch.has(DIRECTIVE)) {
      return replacement(patch);
    }
    retainKeys(original, patch);
    orderElements(original, patch, schema);
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      if (change.getKey().startsWith(DELETE_FROM)) {
        deleteFrom(original, change.getKey().substring(DELETE_FROM.length()), change.getValue());
      } else {
        set(original, change.getKey(), change.getValue(), schema);
      }
    }
    return original;
  }

  /** Upstream: handleDirectiveInMergeMap. */
  private static ObjectNode replacement(ObjectNode patch) {
    return switch (patch.remove(DIRECTIVE).asText()) {
      case REPLACE -> patch;
      case DELETE -> Json.object();
      default -> throw notMergeable("unknown patch type found in: " + patch);
    };
  }

  /** Upstream: applyRetainKeysDirective. */
  private static void retainKeys(ObjectNode original, ObjectNode patch) {
    JsonNode list = patch.remove(RETAIN_KEYS);
    if (list == null) {
      return;
    }
    Set<String> retained = new HashSet<>();
    list.forEach(key -> retained.add(key.asText()));
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      String key = change.getKey();
      boolean directive = key.startsWith(DELETE_FROM) || key.startsWith(ELEMENT_ORDER);
      if (!list.isArray() || !(change.getValue().isNull() || directive || retained.contains(key))) {
        throw badDirective("invalid patch format of retainKeys");
      }
    }
    original.retain(retained);
  }

  /** Upstream: mergePatchIntoOriginal. What it has merged is taken out of the patch. */
  private static void orderElements(ObjectNode original, ObjectNode patch, PatchSchema schema) {
    for (String key : names(patch)) {
      if (!key.startsWith(ELEMENT_ORDER)) {
        continue;
      }
      String field = key.substring(ELEMENT_ORDER.length());
      PatchSchema known = schema.field(field);
      if (!(patch.remove(key) instanceof ArrayNode order)) {
        throw badDirective("invalid patch format of setElementOrder list");
      }
      JsonNode before = original.path(field);
      JsonNode change = patch.path(field);
      if (!before.isArray() && !change.isArray()) {
        continue;
      }
      ListMerge list = new ListMerge(known.patchMergeKey(), known.items());
      list.checkOrder(Json.items(change), Json.items(order));
      List<JsonNode> merged;
      if (!change.isArray()) {
        merged = Json.items(before);
      } else if (!before.isArray()) {
        merged = Json.items(withoutDirectives(change));
      } else if (merges(known)) {
        merged = list.merge(Json.items(before), Json.items(change));
      } else {
        merged = Json.items(change);
      }
      original.set(field, array(list.ordered(merged, Json.items(order), Json.items(before))));
      patch.remove(field);
    }
  }

  /** Upstream: mergeSliceHandler with isDeleteList. */
  private static void deleteFrom(ObjectNode original, String field, JsonNode gone) {
    if (original.get(field) instanceof ArrayNode before) {
      Set<JsonNode> deleted = new HashSet<>(Json.items(gone));
      original.set(
          field,
          array(Json.items(before).stream().filter(each -> !deleted.contains(each)).toList()));
    }
  }

  private static void set(ObjectNode original, String field, JsonNode value, PatchSchema schema) {
    JsonNode before = original.get(field);
    PatchSchema known = schema.field(field);
    if (value.isNull()) {
      original.remove(field);
    } else if (before instanceof ObjectNode map && value instanceof ObjectNode change) {
      original.set(
          field, known.patchStrategies().contains(REPLACE) ? change : merge(map, change, known));
    } else if (before instanceof ArrayNode list && value.isArray() && merges(known)) {
      original.set(
          field,
          array(
              new ListMerge(known.patchMergeKey(), known.items())
                  .mergeInOrder(Json.items(list), Json.items(value))));
    } else if (before != null && before.isArray() && value.isArray()) {
      original.set(field, value);
    } else if (value.has(DIRECTIVE)) {
      original.remove(field);
    } else {
      original.set(field, withoutDirectives(value));
    }
  }

  private static boolean merges(PatchSchema field) {
    return field.patchStrategies().contains(MERGE);
  }

  /** Upstream: removeDirectives and discardNullValuesFromPatch. */
  private static JsonNode withoutDirectives(JsonNode value) {
    if (value instanceof ObjectNode object) {
      for (String name : names(object)) {
        JsonNode field = object.path(name);
        if (field.isNull() || field.has(DIRECTIVE)) {
          object.remove(name);
        } else {
          object.set(name, withoutDirectives(field));
        }
      }
      return object;
    }
    if (value instanceof ArrayNode list) {
      return array(
          Json.items(list).stream()
              .filter(each -> !each.has(DIRECTIVE))
              .map(StrategicMerge::withoutDirectives)
              .toList());
    }
    return value;
  }

  private static List<String> names(ObjectNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static ArrayNode array(List<JsonNode> items) {
    return Json.object().arrayNode().addAll(items);
  }

  static PatchException badDirective(String why) {
    return new PatchException(PatchException.Why.BAD_DIRECTIVE, why);
  }

  static PatchException notMergeable(String why) {
    return new PatchException(PatchException.Why.NOT_MERGEABLE, why);
  }
}
