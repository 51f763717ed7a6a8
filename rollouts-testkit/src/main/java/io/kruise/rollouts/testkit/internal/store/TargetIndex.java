// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which objects name which workload, so that a change of one of many is not held against all. */
final class TargetIndex {
  private record Target(String group, String kind, String namespace, String name) {}

  private final Map<Target, NavigableMap<String, ObjectRef>> byTarget = new HashMap<>();

  void replace(ObjectRef ref, @Nullable JsonNode before, @Nullable JsonNode after) {
    String was = target(before);
    String is = target(after);
    if (was.equals(is)) {
      return;
    }
    if (!was.isEmpty()) {
      byTarget.computeIfPresent(
          at(ref, was),
          (any, refs) -> {
            refs.remove(ref.name());
            return refs.isEmpty() ? null : refs;
          });
    }
    if (!is.isEmpty()) {
      byTarget.computeIfAbsent(at(ref, is), any -> new TreeMap<>()).put(ref.name(), ref);
    }
  }

  List<ObjectRef> targeting(String group, String kind, String namespace, String name) {
    NavigableMap<String, ObjectRef> refs = byTarget.get(new Target(group, kind, namespace, name));
    return refs == null ? List.of() : List.copyOf(refs.values());
  }

  private static String target(@Nullable JsonNode object) {
    return object == null ? "" : Json.at(object, "spec", "workloadRef", "name").asText();
  }

  private static Target at(ObjectRef ref, String name) {
    return new Target(ref.group(), ref.kind(), ref.namespace(), name);
  }
}
