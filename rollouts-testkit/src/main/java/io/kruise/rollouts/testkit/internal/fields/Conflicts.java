// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import io.kruise.rollouts.testkit.internal.fields.ConflictException.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who stands against an application. Source: apimachinery, managedfields/internal/conflict.go. */
final class Conflicts {
  private Conflicts() {}

  /**
   * Refuses to take what others manage.
   *
   * @param managed who manages what
   * @param manager who applies
   * @param written what would change
   * @throws ConflictException when others manage any of it
   */
  static void check(ManagedFields managed, Manager manager, FieldSet written) {
    Map<String, List<String>> found = new TreeMap<>();
    managed
        .entries()
        .forEach(
            (other, entry) -> {
              List<String> paths = entry.set().intersection(written).paths();
              if (!other.equals(manager) && !paths.isEmpty()) {
                found.computeIfAbsent(other.described(), any -> new ArrayList<>()).addAll(paths);
              }
            });
    List<Conflict> conflicts = new ArrayList<>();
    found.forEach(
        (other, paths) -> paths.forEach(path -> conflicts.add(new Conflict(other, path))));
    if (!conflicts.isEmpty()) {
      throw new ConflictException(message(found, conflicts), conflicts);
    }
  }

  private static String message(Map<String, List<String>> found, List<Conflict> conflicts) {
    if (conflicts.size() == 1) {
      Conflict only = conflicts.get(0);
      return "Apply failed with 1 conflict: conflict with " + only.manager() + ": " + only.path();
    }
    List<String> lines = new ArrayList<>();
    found.forEach(
        (manager, paths) -> {
          lines.add("conflicts with " + manager + ":");
          paths.forEach(path -> lines.add("- " + path));
        });
    return "Apply failed with " + conflicts.size() + " conflicts: " + String.join("\n", lines);
  }
}
