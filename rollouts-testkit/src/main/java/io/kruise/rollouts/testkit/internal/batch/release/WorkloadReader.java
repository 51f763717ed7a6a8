// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.Set;

/** Reads workloads of every kind alike (pkg/util/parse_utils.go, ParseWorkload). */
public final class WorkloadReader {
  /** The API group of OpenKruise's workloads. */
  public static final String KRUISE = "apps.kruise.io";

  private record GroupKind(String group, String kind) {}

  private static final GroupKind DEPLOYMENT = new GroupKind("apps", "Deployment");
  private static final GroupKind DAEMON_SET = new GroupKind(KRUISE, "DaemonSet");
  private static final GroupKind CLONE_SET = new GroupKind(KRUISE, "CloneSet");

  private static final Set<GroupKind> KNOWN =
      Set.of(
          DEPLOYMENT,
          DAEMON_SET,
          CLONE_SET,
          new GroupKind("apps", "StatefulSet"),
          new GroupKind(KRUISE, "StatefulSet"));

  private WorkloadReader() {}

  /**
   * Whether workloads of this kind can be released.
   *
   * @param ref an object
   * @return whether its kind is known
   */
  public static boolean knows(ObjectRef ref) {
    return KNOWN.contains(new GroupKind(ref.group(), ref.kind()));
  }

  /**
   * What a workload says of itself.
   *
   * @param world all objects
   * @param workload of a kind that is known
   * @return its replicas, generation and status
   */
  public static WorkloadInfo read(World world, JsonNode workload) {
    return new WorkloadInfo(replicas(workload), Meta.generation(workload), status(world, workload));
  }

  /**
   * Its counts and revisions (ParseWorkloadStatus).
   *
   * @param world all objects
   * @param workload of a kind that is known
   * @return those of its status; a Deployment's revision is the hash of its template
   */
  public static WorkloadStatus status(World world, JsonNode workload) {
    JsonNode status = workload.path("status");
    if (is(workload, DAEMON_SET)) {
      return new WorkloadStatus(
          status.path("desiredNumberScheduled").asInt(),
          status.path("numberReady").asInt(),
          status.path("updatedNumberScheduled").asInt(),
          0,
          status.path("numberAvailable").asInt(),
          status.path("observedGeneration").asLong(),
          status.path("daemonSetHash").asText(),
          "");
    }
    boolean deployment = is(workload, DEPLOYMENT);
    return new WorkloadStatus(
        status.path("replicas").asInt(),
        status.path("readyReplicas").asInt(),
        status.path("updatedReplicas").asInt(),
        is(workload, CLONE_SET) ? status.path("updatedReadyReplicas").asInt() : 0,
        status.path("availableReplicas").asInt(),
        status.path("observedGeneration").asLong(),
        deployment
            ? world.derived(Json.at(workload, "spec", "template"), TemplateHash.KRUISE)
            : status.path("updateRevision").asText(),
        deployment ? "" : status.path("currentRevision").asText());
  }

  /** GetReplicas: a DaemonSet's are as many as there are nodes for it. */
  private static int replicas(JsonNode workload) {
    return is(workload, DAEMON_SET)
        ? Json.at(workload, "status", "desiredNumberScheduled").asInt()
        : Json.at(workload, "spec", "replicas").asInt(1);
  }

  private static boolean is(JsonNode workload, GroupKind kind) {
    ObjectRef ref = ObjectRef.of(workload);
    return kind.equals(new GroupKind(ref.group(), ref.kind()));
  }
}
