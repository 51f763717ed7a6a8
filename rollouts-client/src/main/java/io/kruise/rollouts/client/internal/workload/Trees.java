// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.workload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists and plain values, as fabric8 gives objects of any kind. */
public final class Trees {
  private Trees() {}

  /**
   * A value below.
   *
   * @param tree an object
   * @param path the fields
   * @return it, or null when there is none
   */
  public static @Nullable Object at(@Nullable Object tree, String... path) {
    Object at = tree;
    for (String field : path) {
      at = at instanceof Map<?, ?> map ? map.get(field) : null;
    }
    return at;
  }

  /**
   * An object below.
   *
   * @param tree an object
   * @param path the fields
   * @return it; empty when there is none
   */
  @SuppressWarnings("unchecked") // JSON's keys are strings
  public static Map<String, Object> object(@Nullable Object tree, String... path) {
    return at(tree, path) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /**
   * A number below.
   *
   * @param tree an object
   * @param path the fields
   * @return it; 0 when there is none
   */
  public static int number(@Nullable Object tree, String... path) {
    return at(tree, path) instanceof Number number ? number.intValue() : 0;
  }

  /**
   * A text below.
   *
   * @param tree an object
   * @param path the fields
   * @return it; "" when there is none
   */
  public static String text(@Nullable Object tree, String... path) {
    return at(tree, path) instanceof String text ? text : "";
  }

  /**
   * Makes the changes that lead from one object to another, to a third. Lists count as a whole.
   *
   * @param tree the third; it is left as it is
   * @param before from
   * @param after to
   * @return the third, changed
   */
  public static Map<String, Object> withChanges(
      Map<String, Object> tree, Map<String, Object> before, Map<String, Object> after) {
    Map<String, Object> changed = new LinkedHashMap<>(tree);
    before.keySet().stream().filter(field -> !after.containsKey(field)).forEach(changed::remove);
    after.forEach(
        (field, value) -> {
          Object old = before.get(field);
          if (!value.equals(old)) {
            boolean inside =
                old instanceof Map && value instanceof Map && tree.get(field) instanceof Map;
            changed.put(
                field,
                inside ? withChanges(object(tree, field), object(old), object(value)) : value);
          }
        });
    return changed;
  }

  /**
   * The object without a field somewhere below.
   *
   * @param tree it is left as it is
   * @param path the fields; the last one goes
   * @return the rest
   */
  public static Map<String, Object> without(Map<String, Object> tree, List<String> path) {
    String field = path.get(0);
    if (!tree.containsKey(field)) {
      return tree;
    }
    Map<String, Object> rest = new LinkedHashMap<>(tree);
    if (path.size() == 1) {
      rest.remove(field);
    } else {
      rest.put(field, without(object(tree, field), path.subList(1, path.size())));
    }
    return rest;
  }
}
