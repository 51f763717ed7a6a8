// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RollingStyle;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the workload that a Rollout is for, and reads what each kind says of its revisions:
 * upstream's ControllerFinder (pkg/util/controller_finder.go).
 */
final class WorkloadFinder {
  static final String KRUISE = "apps.kruise.io";
  private static final String APPS = "apps";
  private static final String CONTROLLER_REVISION_HASH = "controller-revision-hash";

  /**
   * The kinds that upstream has types for (GetEmptyWorkloadObject in pkg/util/workloads_utils.go),
   * by apiVersion and kind, and where getStatefulSetLikeWorkload reads the revision.
   */
  private static final Map<String, String> REVISION_FIELDS =
      Map.of(
          "apps/v1/ReplicaSet", "",
          "apps/v1/Deployment", "",
          "apps/v1/StatefulSet", "updateRevision",
          "apps.kruise.io/v1alpha1/CloneSet", "",
          "apps.kruise.io/v1alpha1/StatefulSet", "updateRevision",
          "apps.kruise.io/v1beta1/StatefulSet", "updateRevision",
          "apps.kruise.io/v1alpha1/DaemonSet", "daemonSetHash");

  private WorkloadFinder() {}

  /** GetWorkloadForRef: which object a workloadRef means; its version is not looked at. */
  static ObjectRef target(String namespace, JsonNode workloadRef) {
    return new ObjectRef(
        ObjectRef.groupOf(workloadRef.path("apiVersion").asText()),
        workloadRef.path("kind").asText(),
        namespace,
        workloadRef.path("name").asText());
  }

  /**
   * GetWorkloadForRef.
   *
   * @param world all objects
   * @param namespace the Rollout's
   * @param plan the Rollout's
   * @return the workload; empty when it isn't there, or is of a kind that the style can't do
   */
  static Optional<Workload> find(World world, String namespace, Plan plan) {
    ObjectRef ref = target(namespace, plan.workloadRef());
    Optional<ObjectNode> object = world.get(ref);
    if (object.isPresent() && ref.group().equals(KRUISE) && ref.kind().equals("CloneSet")) {
      return object.map(WorkloadFinder::cloneSet);
    }
    if (object.isPresent() && ref.group().equals(APPS) && ref.kind().equals("Deployment")) {
      return object.map(
          each ->
              plan.style() == RollingStyle.CANARY
                  ? canaryDeployment(world, each)
                  : deployment(world, each));
    }
    return plan.style() == RollingStyle.BLUE_GREEN
        ? Optional.empty()
        : statefulSetLike(plan.workloadRef(), object);
  }

  /** getKruiseCloneSet. */
  private static Workload cloneSet(ObjectNode object) {
    if (!Meta.observed(object)) {
      return Workload.INCONSISTENT;
    }
    JsonNode status = object.path("status");
    String current = status.path("currentRevision").asText();
    String update = status.path("updateRevision").asText();
    Workload found =
        Workload.of(
            object,
            replicas(object),
            afterLastDash(current),
            afterLastDash(update),
            afterLastDash(update),
            TemplateHash.LABEL);
    return found.rollback(found.progressing() && current.equals(update) && partlyUpdated(status));
  }

  /** getAdvancedDeployment: partition and blue-green styles. */
  private static Workload deployment(World world, ObjectNode object) {
    if (!Meta.observed(object)) {
      return Workload.INCONSISTENT;
    }
    Workload found =
        Workload.of(
            object,
            replicas(object),
            Meta.label(object, RolloutLabels.STABLE_REVISION),
            world.derived(object.path("spec").path("template"), TemplateHash.KRUISE),
            "",
            TemplateHash.LABEL);
    if (!found.progressing()) {
      return found;
    }
    String hash =
        ReplicaSets.ofPresentTemplate(world, object)
            .map(each -> Meta.label(each, TemplateHash.LABEL))
            .orElse("");
    return found
        .hash(hash)
        .rollback(!found.stableRevision().isEmpty() && found.stableRevision().equals(hash));
  }

  /** getDeployment: canary style, where new pods belong to a Deployment of their own. */
  private static Workload canaryDeployment(World world, ObjectNode object) {
    if (!Meta.observed(object)) {
      return Workload.INCONSISTENT;
    }
    Optional<ObjectNode> stable = ReplicaSets.oldest(world, object);
    if (stable.isEmpty()) {
      return Workload.INCONSISTENT;
    }
    JsonNode template = object.path("spec").path("template");
    Workload found =
        Workload.of(
            object,
            replicas(object),
            Meta.label(stable.get(), TemplateHash.LABEL),
            world.derived(template, TemplateHash.KRUISE),
            "",
            TemplateHash.LABEL);
    if (!found.progressing()) {
      return found;
    }
    if (TemplateHash.same(stable.get().path("spec").path("template"), template)) {
      return found.rollback(true);
    }
    return ReplicaSets.latestCanaryDeployment(world, object)
        .flatMap(canary -> ReplicaSets.oldest(world, canary))
        .map(each -> found.hash(Meta.label(each, TemplateHash.LABEL)))
        .orElse(found);
  }

  /**
   * getStatefulSetLikeWorkload. It is asked before getKruiseDaemonSet and can read Advanced
   * DaemonSets, too, so that the latter is never reached.
   */
  private static Optional<Workload> statefulSetLike(JsonNode ref, Optional<ObjectNode> object) {
    String apiVersion = ref.path("apiVersion").asText();
    String kind = ref.path("kind").asText();
    if (!supported(ObjectRef.groupOf(apiVersion), kind)) {
      return Optional.empty();
    }
    String field = REVISION_FIELDS.get(apiVersion + "/" + kind);
    if (field == null) {
      throw new PassFailedException(
          "no matches for kind \"" + kind + "\" in version \"" + apiVersion + "\"");
    }
    if (object.isPresent() && field.isEmpty()) {
      throw new PassFailedException("panic: unsupported workload type: " + kind);
    }
    return object.map(each -> statefulSetLike(each, field));
  }

  /** IsSupportedWorkload: in whatever version. */
  private static boolean supported(String group, String kind) {
    return REVISION_FIELDS.keySet().stream()
        .anyMatch(each -> each.startsWith(group + "/") && each.endsWith("/" + kind));
  }

  private static Workload statefulSetLike(ObjectNode object, String revisionField) {
    if (!Meta.observed(object)) {
      return Workload.INCONSISTENT;
    }
    JsonNode status = object.path("status");
    boolean daemonSet = object.path("kind").asText().equals("DaemonSet");
    String update = status.path(revisionField).asText();
    Workload found =
        Workload.of(
            object,
            daemonSet ? status.path("desiredNumberScheduled").asInt() : replicas(object),
            daemonSet ? "" : status.path("currentRevision").asText(),
            update,
            update,
            CONTROLLER_REVISION_HASH);
    boolean partlyUpdated =
        daemonSet
            ? status.path("updatedNumberScheduled").asInt() != found.replicas()
            : partlyUpdated(status);
    return found.rollback(
        found.progressing() && update.equals(found.stableRevision()) && partlyUpdated);
  }

  private static boolean partlyUpdated(JsonNode status) {
    return status.path("updatedReplicas").asInt() != status.path("replicas").asInt();
  }

  private static int replicas(ObjectNode object) {
    return object.path("spec").path("replicas").asInt(1);
  }

  private static String afterLastDash(String revision) {
    return revision.substring(revision.lastIndexOf('-') + 1);
  }
}
