// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pods of workloads (pkg/util/pod_utils.go). */
public final class Pods {
  /** The label with a pod's revision, of all workloads but Deployments. */
  public static final String CONTROLLER_REVISION_HASH = "controller-revision-hash";

  private Pods() {}

  /**
   * The pods of a workload, the ones that are going included (ListOwnedPods).
   *
   * @param world all objects
   * @param workload their owner, or the owner of their ReplicaSet
   * @return them, without those that have ended
   */
  public static List<ObjectNode> of(World world, JsonNode workload) {
    JsonNode selector = Json.at(workload, "spec", "selector");
    return owned(world, workload)
        .filter(pod -> LabelSelector.matches(selector, Meta.of(pod).path("labels")))
        .filter(pod -> !hasEnded(pod))
        .toList();
  }

  /** IsOwnedBy, from the other end: directly, or by owners in between. */
  private static Stream<ObjectNode> owned(World world, JsonNode owner) {
    return world.dependents(Meta.uid(owner)).stream()
        .filter(each -> Meta.controlledBy(each, owner))
        .flatMap(
            each -> {
              ObjectRef ref = ObjectRef.of(each);
              if (ref.group().isEmpty() && ref.kind().equals("Pod")) {
                return Stream.of(each);
              }
              return canOwn(ref) ? owned(world, each) : Stream.empty();
            });
  }

  /**
   * How many pods have a revision and are ready.
   *
   * @param pods some pods
   * @param revision the revision
   * @return those that are going don't count
   */
  public static int countReady(List<ObjectNode> pods, String revision) {
    return (int)
        pods.stream()
            .filter(pod -> !Meta.deleting(pod) && has(pod, revision) && isReady(pod))
            .count();
  }

  /**
   * Whether a pod is ready.
   *
   * @param pod a pod
   * @return whether its condition Ready is True
   */
  public static boolean isReady(JsonNode pod) {
    for (JsonNode condition : Json.items(Json.at(pod, "status", "conditions"))) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  /**
   * Whether a pod has a revision (IsConsistentWithRevision).
   *
   * @param pod a pod
   * @param revision a hash, or a name that ends with one
   * @return whether one of its hash labels says so
   */
  public static boolean has(JsonNode pod, String revision) {
    return has(pod, Meta.label(pod, CONTROLLER_REVISION_HASH), revision);
  }

  /** The same for a pod whose controller-revision-hash is yet to be written. */
  static boolean has(JsonNode pod, String controllerHash, String revision) {
    String templateHash = Meta.label(pod, TemplateHash.LABEL);
    return (!templateHash.isEmpty() && revision.endsWith(templateHash))
        || (!controllerHash.isEmpty() && revision.endsWith(controllerHash));
  }

  /**
   * Whether two pods have the same revision (IsEqualRevision).
   *
   * @param left a pod
   * @param right another
   * @return whether one of their hash labels is the same
   */
  public static boolean sameRevision(JsonNode left, JsonNode right) {
    return sameLabel(left, right, TemplateHash.LABEL)
        || sameLabel(left, right, CONTROLLER_REVISION_HASH);
  }

  /**
   * The owner of an object, when it is of a kind that can own pods.
   *
   * @param world all objects
   * @param object any object
   * @return its controller as it stands; null when there is none
   */
  public static @Nullable ObjectNode owner(World world, JsonNode object) {
    JsonNode reference = Meta.controller(object);
    if (reference == null) {
      return null;
    }
    ObjectRef ref =
        new ObjectRef(
            ObjectRef.groupOf(reference.path("apiVersion").asText()),
            reference.path("kind").asText(),
            Meta.namespace(object),
            reference.path("name").asText());
    return canOwn(ref) ? world.get(ref).orElse(null) : null;
  }

  private static boolean canOwn(ObjectRef ref) {
    return WorkloadReader.knows(ref)
        || (ref.group().equals("apps") && ref.kind().equals("ReplicaSet"));
  }

  /** IsCompletedPod. */
  private static boolean hasEnded(JsonNode pod) {
    String phase = Json.at(pod, "status", "phase").asText();
    return phase.equals("Failed") || phase.equals("Succeeded");
  }

  private static boolean sameLabel(JsonNode left, JsonNode right, String key) {
    String value = Meta.label(left, key);
    return !value.isEmpty() && value.equals(Meta.label(right, key));
  }
}
