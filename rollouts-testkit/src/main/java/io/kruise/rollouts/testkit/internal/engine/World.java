// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a controller sees: all objects as they are now. Only read; what it gives is not to be
 * changed.
 */
public interface World {

  /**
   * One object.
   *
   * @param ref which
   * @return it, not to be changed
   */
  Optional<ObjectNode> get(ObjectRef ref);

  /**
   * The objects of a kind.
   *
   * @param group the API group, "" for core
   * @param kind the kind
   * @param namespace only of this one; "" for all
   * @return them by namespace and name, not to be changed
   */
  List<ObjectNode> list(String group, String kind, String namespace);

  /**
   * All that is in a namespace.
   *
   * @param namespace its name
   * @return the objects, not to be changed
   */
  List<ObjectNode> inNamespace(String namespace);

  /**
   * The objects that name an owner in their ownerReferences.
   *
   * @param uid the owner's uid
   * @return them by kind and name, not to be changed
   */
  default List<ObjectNode> dependents(String uid) {
    throw new UnsupportedOperationException("this world does not know who owns what");
  }

  /**
   * The objects of a kind that no owner controls.
   *
   * @param group the API group, "" for core
   * @param kind the kind
   * @param namespace their namespace
   * @return them by name, not to be changed
   */
  default List<ObjectNode> uncontrolled(String group, String kind, String namespace) {
    return list(group, kind, namespace).stream()
        .filter(object -> Meta.controller(object) == null)
        .toList();
  }

  /**
   * The objects of a kind whose spec.workloadRef names a workload, whatever kind of workload.
   *
   * @param group the API group
   * @param kind the kind
   * @param namespace their namespace
   * @param workload its name
   * @return them by name, not to be changed
   */
  default List<ObjectNode> targeting(String group, String kind, String namespace, String workload) {
    return list(group, kind, namespace).stream()
        .filter(object -> Json.at(object, "spec", "workloadRef", "name").asText().equals(workload))
        .toList();
  }

  /**
   * What follows from a stored tree alone, such as its hash.
   *
   * @param tree a node of a stored object, itself and not a copy
   * @param work works it out; pure, and the same instance at each call, as what it gave for a node
   *     may be given again
   * @param <T> what it gives
   * @return that, not to be changed
   */
  default <T> T derived(JsonNode tree, Function<? super JsonNode, T> work) {
    return work.apply(tree);
  }

  /**
   * A time that the controllers' process remembers, though no object tells it; lost with the
   * process, as upstream's expectations are.
   *
   * @param what the rememberer's own name for it
   * @return the time; empty when nothing is remembered
   */
  default Optional<Instant> remembered(String what) {
    return Optional.empty();
  }
}
