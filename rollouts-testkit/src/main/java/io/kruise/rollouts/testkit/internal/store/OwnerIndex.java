// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who belongs to whom, so that controllers find their own without looking at everyone. */
final class OwnerIndex {
  private static final Comparator<ObjectRef> ORDER =
      Comparator.comparing(ObjectRef::group)
          .thenComparing(ObjectRef::kind)
          .thenComparing(ObjectRef::namespace)
          .thenComparing(ObjectRef::name);

  private record Place(String group, String kind, String namespace) {}

  private final Map<String, SortedSet<ObjectRef>> byOwner = new HashMap<>();
  private final Map<Place, SortedSet<ObjectRef>> uncontrolled = new HashMap<>();

  void replace(ObjectRef ref, @Nullable JsonNode before, @Nullable JsonNode after) {
    if (before != null && after != null && owners(before).equals(owners(after))) {
      return;
    }
    if (before != null) {
      for (JsonNode owner : Json.items(owners(before))) {
        drop(byOwner, owner.path("uid").asText(), ref);
      }
      drop(uncontrolled, place(ref), ref);
    }
    if (after != null) {
      for (JsonNode owner : Json.items(owners(after))) {
        add(byOwner, owner.path("uid").asText(), ref);
      }
      if (Meta.controller(after) == null) {
        add(uncontrolled, place(ref), ref);
      }
    }
  }

  List<ObjectRef> dependents(String uid) {
    return new ArrayList<>(byOwner.getOrDefault(uid, new TreeSet<>(ORDER)));
  }

  List<ObjectRef> uncontrolled(String group, String kind, String namespace) {
    return new ArrayList<>(
        uncontrolled.getOrDefault(new Place(group, kind, namespace), new TreeSet<>(ORDER)));
  }

  private static JsonNode owners(JsonNode object) {
    return Meta.of(object).path("ownerReferences");
  }

  private static Place place(ObjectRef ref) {
    return new Place(ref.group(), ref.kind(), ref.namespace());
  }

  private static <K> void add(Map<K, SortedSet<ObjectRef>> index, K key, ObjectRef ref) {
    index.computeIfAbsent(key, any -> new TreeSet<>(ORDER)).add(ref);
  }

  private static <K> void drop(Map<K, SortedSet<ObjectRef>> index, K key, ObjectRef ref) {
    index.computeIfPresent(
        key,
        (any, refs) -> {
          refs.remove(ref);
          return refs.isEmpty() ? null : refs;
        });
  }
}
