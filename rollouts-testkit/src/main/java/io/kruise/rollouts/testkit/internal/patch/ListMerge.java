// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * How a strategic merge patch merges a list: its objects by a key, its scalars by themselves.
 * Source: apimachinery, pkg/util/strategicpatch/patch.go (mergeSlice, normalizeElementOrder).
 *
 * @param key by which field objects are told apart; "" for a list of scalars
 * @param items the schema of its elements
 */
record ListMerge(String key, PatchSchema items) {

  /**
   * Merges, and puts the result into order: that of the patch for what stands in it.
   *
   * @param before as stored
   * @param patch the change
   * @return the new list
   */
  List<JsonNode> mergeInOrder(List<JsonNode> before, List<JsonNode> patch) {
    return ordered(merge(before, patch), patch, before);
  }

  /**
   * Merges.
   *
   * @param before as stored
   * @param patch the change
   * @return the new list, not yet in order
   */
  List<JsonNode> merge(List<JsonNode> before, List<JsonNode> patch) {
    boolean objects =
        !patch.isEmpty() ? patch.get(0).isObject() : !before.isEmpty() && before.get(0).isObject();
    if (!objects) {
      LinkedHashSet<JsonNode> both = new LinkedHashSet<>(before);
      both.addAll(patch);
      return new ArrayList<>(both);
    }
    if (key.isEmpty()) {
      throw StrategicMerge.notMergeable("cannot merge lists without merge key");
    }
    List<JsonNode> merged = new ArrayList<>(before);
    List<JsonNode> changes = new ArrayList<>();
    boolean replace = false;
    for (JsonNode change : patch) {
      switch (change.path(StrategicMerge.DIRECTIVE).asText()) {
        case "" -> changes.add(change);
        case StrategicMerge.DELETE -> {
          JsonNode gone = keyOf(change);
          merged.removeIf(each -> each.path(key).equals(gone));
        }
        case StrategicMerge.REPLACE -> replace = true;
        default ->
            throw StrategicMerge.notMergeable("merging lists cannot yet be specified in the patch");
      }
    }
    if (replace) {
      return changes;
    }
    changes.forEach(change -> mergeOne(merged, change));
    return merged;
  }

  private void mergeOne(List<JsonNode> merged, JsonNode change) {
    JsonNode wanted = keyOf(change);
    for (int i = 0; i < merged.size(); i++) {
      if (merged.get(i).path(key).equals(wanted)
          && merged.get(i) instanceof ObjectNode before
          && change instanceof ObjectNode patch) {
        merged.set(i, StrategicMerge.merge(before, patch, items));
        return;
      }
    }
    merged.add(change);
  }

  private JsonNode keyOf(JsonNode element) {
    JsonNode value = element.path(key);
    if (value.isMissingNode()) {
      throw StrategicMerge.notMergeable(
          "map: " + GoTypes.text(element) + " does not contain declared merge key: " + key);
    }
    return value;
  }

  /**
   * Refuses a patch whose elements stand in another order than it says itself (upstream:
   * validatePatchWithSetOrderList).
   *
   * @param patch the change
   * @param order the order
   */
  void checkOrder(List<JsonNode> patch, List<JsonNode> order) {
    List<JsonNode> left =
        patch.stream().filter(each -> !each.has(StrategicMerge.DIRECTIVE)).toList();
    if (order.isEmpty() || left.isEmpty()) {
      return;
    }
    int at = 0;
    for (JsonNode element : order) {
      if (at < left.size() && identity(left.get(at)).equals(identity(element))) {
        at++;
      }
    }
    if (at < left.size()) {
      throw StrategicMerge.notMergeable(
          "The order in patch list:\n"
              + GoTypes.text(patch)
              + "\n doesn't match $setElementOrder list:\n"
              + GoTypes.text(order)
              + "\n");
    }
  }

  /**
   * Puts elements into order: those that the order names in its own, the others as they stood, in
   * front of those that they stood in front of.
   *
   * @param merged the elements
   * @param order some of them
   * @param before how they stood
   * @return in order
   */
  List<JsonNode> ordered(List<JsonNode> merged, List<JsonNode> order, List<JsonNode> before) {
    List<JsonNode> named = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode element : merged) {
      (index(order, element) >= 0 ? named : others).add(element);
    }
    named.sort((a, b) -> Integer.compare(index(order, a), index(order, b)));
    others.sort((a, b) -> Integer.compare(index(before, a), index(before, b)));
    List<JsonNode> all = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < others.size() || j < named.size()) {
      boolean other =
          i < others.size() && (j == named.size() || stood(before, others.get(i), named.get(j)));
      all.add(other ? others.get(i++) : named.get(j++));
    }
    return all;
  }

  /** Upstream: mergeSortedSlice's less. */
  private boolean stood(List<JsonNode> before, JsonNode first, JsonNode second) {
    int left = index(before, first);
    int right = index(before, second);
    return left >= 0 && right >= 0 && left < right;
  }

  private int index(List<JsonNode> list, JsonNode element) {
    JsonNode wanted = identity(element);
    for (int i = 0; i < list.size(); i++) {
      if (identity(list.get(i)).equals(wanted)) {
        return i;
      }
    }
    return -1;
  }

  private JsonNode identity(JsonNode element) {
    if (!element.isObject()) {
      return element;
    }
    return key.isEmpty() ? MissingNode.getInstance() : element.path(key);
  }
}
