// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.kruise.rollouts.client.release.FieldChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells two templates apart, field by field. Pure. */
final class TemplateDiff {
  private final List<FieldChange> found = new ArrayList<>();

  private TemplateDiff() {}

  /**
   * What is different.
   *
   * @param before a template
   * @param after another one
   * @return the changes that lead from one to the other
   */
  static List<FieldChange> between(Map<String, Object> before, Map<String, Object> after) {
    TemplateDiff diff = new TemplateDiff();
    diff.maps("", before, after);
    return List.copyOf(diff.found);
  }

  private void maps(String path, Map<?, ?> before, Map<?, ?> after) {
    Set<Object> fields = new LinkedHashSet<>(before.keySet());
    fields.addAll(after.keySet());
    for (Object field : fields) {
      String below = path.isEmpty() ? String.valueOf(field) : path + "." + field;
      values(below, before.get(field), after.get(field));
    }
  }

  private void values(String path, @Nullable Object before, @Nullable Object after) {
    if (before instanceof Map<?, ?> left && after instanceof Map<?, ?> right) {
      maps(path, left, right);
    } else if (before instanceof List<?> left && after instanceof List<?> right) {
      lists(path, left, right);
    } else if (!(before == null ? after == null : before.equals(after))) {
      found.add(new FieldChange(path, text(before), text(after)));
    }
  }

  private void lists(String path, List<?> before, List<?> after) {
    Map<String, Object> left = named(before);
    Map<String, Object> right = named(after);
    Set<String> names = new LinkedHashSet<>(left.keySet());
    names.addAll(right.keySet());
    for (String name : names) {
      values(path + "[" + name + "]", left.get(name), right.get(name));
    }
  }

  private static Map<String, Object> named(List<?> list) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      Object name = list.get(i) instanceof Map<?, ?> map ? map.get("name") : null;
      named.put(name == null ? String.valueOf(i) : name.toString(), list.get(i));
    }
    return named;
  }

  private static Optional<String> text(@Nullable Object value) {
    return Optional.ofNullable(value).map(Object::toString);
  }
}
