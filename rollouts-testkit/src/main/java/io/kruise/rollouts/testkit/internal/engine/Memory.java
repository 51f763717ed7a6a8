// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All objects, and what the controllers remember beside them. Not thread-safe. */
final class Memory implements World {
  private final World objects;
  private final Map<String, Instant> times = new HashMap<>();
  private final Derived derived = new Derived();

  Memory(World objects) {
    this.objects = objects;
  }

  /** What is remembered. */
  Map<String, Instant> times() {
    return Map.copyOf(times);
  }

  /** Remembers nothing. */
  void forget() {
    times.clear();
  }

  /** Remembers this, and nothing else. */
  void restore(Map<String, Instant> then) {
    times.clear();
    times.putAll(then);
  }

  void keep(Effect.Remember effect) {
    effect
        .when()
        .ifPresentOrElse(when -> times.put(effect.what(), when), () -> times.remove(effect.what()));
  }

  @Override
  public Optional<ObjectNode> get(ObjectRef ref) {
    return objects.get(ref);
  }

  @Override
  public List<ObjectNode> list(String group, String kind, String namespace) {
    return objects.list(group, kind, namespace);
  }

  @Override
  public List<ObjectNode> inNamespace(String namespace) {
    return objects.inNamespace(namespace);
  }

  @Override
  public List<ObjectNode> dependents(String uid) {
    return objects.dependents(uid);
  }

  @Override
  public List<ObjectNode> uncontrolled(String group, String kind, String namespace) {
    return objects.uncontrolled(group, kind, namespace);
  }

  @Override
  public List<ObjectNode> targeting(String group, String kind, String namespace, String workload) {
    return objects.targeting(group, kind, namespace, workload);
  }

  @Override
  public <T> T derived(JsonNode tree, Function<? super JsonNode, T> work) {
    return derived.of(tree, work);
  }

  @Override
  public Optional<Instant> remembered(String what) {
    return Optional.ofNullable(times.get(what));
  }
}
