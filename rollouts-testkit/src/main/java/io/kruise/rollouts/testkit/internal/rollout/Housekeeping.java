// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.ConditionType;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutFinalizers;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.model.TerminatingReason;
import io.kruise.rollouts.model.WorkloadType;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What each pass begins with: marks on the Rollout and on its workload (rollout_status.go). */
final class Housekeeping {
  private static final Map<String, WorkloadType> TYPES =
      Map.of(
          "CloneSet", WorkloadType.CLONE_SET,
          "Deployment", WorkloadType.DEPLOYMENT,
          "StatefulSet", WorkloadType.STATEFUL_SET,
          "DaemonSet", WorkloadType.DAEMON_SET);

  private Housekeeping() {}

  /** HandleFinalizer: added while the Rollout lives, taken away when its end is complete. */
  static void finalizer(Pass pass) {
    List<String> present = Meta.finalizers(pass.rollout());
    boolean there = present.contains(RolloutFinalizers.ROLLOUT);
    if (!Meta.deleting(pass.rollout()) && !there) {
      write(pass, with(present, RolloutFinalizers.ROLLOUT));
    } else if (Meta.deleting(pass.rollout()) && there && ended(pass)) {
      write(pass, without(present, RolloutFinalizers.ROLLOUT));
    }
  }

  /** An update of the whole Rollout: its spec takes the form of upstream's types, too. */
  private static void write(Pass pass, List<String> finalizers) {
    JsonNode spec = pass.rollout().path("spec");
    ObjectNode patch = finalizers(finalizers);
    patch.set("spec", Json.mergeDiff(spec, TypedSpec.of(spec)));
    pass.step().merge(pass.ref(), patch);
  }

  private static boolean ended(Pass pass) {
    return pass.before()
        .condition(ConditionType.TERMINATING)
        .filter(each -> each.reason().equals(TerminatingReason.COMPLETED.value()))
        .isPresent();
  }

  /** UpdateFinalizer (pkg/util/workloads_utils.go), adding. */
  static List<String> with(List<String> present, String finalizer) {
    List<String> more = new ArrayList<>(present);
    more.add(finalizer);
    return more;
  }

  /** UpdateFinalizer (pkg/util/workloads_utils.go), removing: the rest gets sorted. */
  static List<String> without(List<String> present, String finalizer) {
    TreeSet<String> rest = new TreeSet<>(present);
    rest.remove(finalizer);
    return List.copyOf(rest);
  }

  static ObjectNode finalizers(List<String> finalizers) {
    ObjectNode patch = Json.object();
    patch.putObject("metadata").set("finalizers", Json.tree(finalizers));
    return patch;
  }

  /**
   * PatchWorkloadRolloutWebhookLabel: the webhooks only look at workloads with this label. v0.6.2
   * looks for it among the annotations, and so sends the patch in every pass.
   */
  static void workloadTypeLabel(Pass pass) {
    Workload workload = pass.workload().orElse(Workload.INCONSISTENT);
    WorkloadType type = TYPES.get(workload.object().path("kind").asText());
    boolean annotated = !Meta.annotation(workload.object(), RolloutLabels.WORKLOAD_TYPE).isEmpty();
    if (type != null && !annotated) {
      ObjectNode patch = Json.object();
      Json.dig(patch, "metadata", "labels").put(RolloutLabels.WORKLOAD_TYPE, type.value());
      pass.step().merge(workload.ref(), patch);
    }
  }

  /** CalculateRolloutHash: the annotation by which a change of the plan is noticed. */
  static void planHash(Pass pass) {
    String hash = pass.world().derived(pass.plan().part(), TypedSpec.HASH);
    if (!hash.equals(pass.hash())) {
      ObjectNode patch = Json.object();
      Json.dig(patch, "metadata", "annotations").put(RolloutAnnotations.HASH, hash);
      pass.step().merge(pass.ref(), patch);
      pass.hash(hash);
    }
  }
}
