// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which pods belong to which workload: those that it made or adopted, until their labels no longer
 * match (kubecontroller.PodControllerRefManager; pkg/util/refmanager).
 */
final class Ownership {
  private Ownership() {}

  /** Which workloads of a kind a change concerns: their own ones, and those of their pods. */
  static Collection<ObjectRef> concerns(String kind, Change change, World world) {
    ObjectRef ref = change.ref();
    if (ref.kind().equals(kind) && ref.group().equals(KruiseNames.GROUP)) {
      return List.of(ref);
    }
    if (!ref.kind().equals("Pod") || !ref.group().isEmpty()) {
      return List.of();
    }
    Set<ObjectRef> owners = new LinkedHashSet<>();
    if (change.before() != null) {
      owners.addAll(controllers(kind, change.before()));
    }
    owners.addAll(controllers(kind, change.after()));
    if (Meta.controller(change.after()) == null) {
      world.list(KruiseNames.GROUP, kind, ref.namespace()).stream()
          .filter(workload -> selects(workload, change.after()))
          .map(ObjectRef::of)
          .forEach(owners::add);
    }
    return owners;
  }

  /** The pods that a workload controls; those that don't match any more are released. */
  static List<KruisePod> keep(KruiseWorkload workload, World world, Step.Builder step) {
    List<KruisePod> kept = new ArrayList<>();
    for (ObjectNode object : controlled(workload.object(), "", "Pod", world)) {
      KruisePod pod = new KruisePod(object);
      if (selects(workload.object(), object)) {
        kept.add(pod);
      } else if (!Meta.deleting(workload.object())) {
        release(pod, workload, step);
      }
    }
    return kept;
  }

  /** The same, and those that nobody controls and that match. */
  static List<KruisePod> claim(
      KruiseWorkload workload, Predicate<KruisePod> fits, World world, Step.Builder step) {
    List<KruisePod> claimed = new ArrayList<>(keep(workload, world, step));
    if (!Meta.deleting(workload.object())) {
      world.uncontrolled("", "Pod", Meta.namespace(workload.object())).stream()
          .filter(object -> selects(workload.object(), object))
          .map(KruisePod::new)
          .filter(pod -> !pod.terminating() && fits.test(pod))
          .forEach(
              pod -> {
                claimed.add(pod);
                adopt(pod, workload, step);
              });
    }
    return claimed;
  }

  /** The objects of a kind that a workload controls. */
  static List<ObjectNode> controlled(JsonNode workload, String group, String kind, World world) {
    return world.dependents(Meta.uid(workload)).stream()
        .filter(each -> ObjectRef.of(each).kind().equals(kind))
        .filter(each -> ObjectRef.of(each).group().equals(group))
        .filter(each -> Meta.controlledBy(each, workload))
        .toList();
  }

  private static List<ObjectRef> controllers(String kind, ObjectNode pod) {
    JsonNode owner = Meta.controller(pod);
    if (owner == null
        || !owner.path("kind").asText().equals(kind)
        || !ObjectRef.groupOf(owner.path("apiVersion").asText()).equals(KruiseNames.GROUP)) {
      return List.of();
    }
    String name = owner.path("name").asText();
    return List.of(new ObjectRef(KruiseNames.GROUP, kind, Meta.namespace(pod), name));
  }

  private static boolean selects(JsonNode workload, JsonNode pod) {
    JsonNode selector = Json.at(workload, "spec", "selector");
    return !LabelSelector.isEmpty(selector)
        && LabelSelector.matches(selector, Meta.of(pod).path("labels"));
  }

  private static void release(KruisePod pod, KruiseWorkload workload, Step.Builder step) {
    step.merge(pod.ref(), owners(others(pod, workload)));
  }

  private static void adopt(KruisePod pod, KruiseWorkload workload, Step.Builder step) {
    step.merge(pod.ref(), owners(others(pod, workload).add(workload.ownerReference())));
  }

  private static ArrayNode others(KruisePod pod, KruiseWorkload workload) {
    ArrayNode others = Json.object().putArray("ownerReferences");
    for (JsonNode owner : Json.items(Meta.of(pod.object()).path("ownerReferences"))) {
      if (!owner.path("uid").asText().equals(Meta.uid(workload.object()))) {
        others.add(owner);
      }
    }
    return others;
  }

  private static ObjectNode owners(ArrayNode owners) {
    ObjectNode patch = Json.object();
    patch.putObject("metadata").set("ownerReferences", owners);
    return patch;
  }
}
