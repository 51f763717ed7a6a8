// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.kruise.rollouts.client.workload.WorkloadKind;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A workload of any kind, as the verbs see it. Immutable as long as nobody changes the trees.
 *
 * @param type what is particular to its kind
 * @param apiVersion its API version
 * @param kind its kind
 * @param name its name
 * @param uid its uid
 * @param resourceVersion its version
 * @param generation {@code metadata.generation}
 * @param labels its labels
 * @param annotations its annotations
 * @param spec its spec
 * @param status its status
 */
public record WorkloadView(
    WorkloadKind type,
    String apiVersion,
    String kind,
    String name,
    String uid,
    String resourceVersion,
    long generation,
    Map<String, String> labels,
    Map<String, String> annotations,
    Map<String, Object> spec,
    Map<String, Object> status) {
  /** How many pods of a CloneSet stay as they are, as the webhook says it. */
  private static final String ALL_PODS = "100%";

  /** The first ordinal of a StatefulSet or DaemonSet that is updated: as the webhook says none. */
  private static final int NO_POD = Short.MAX_VALUE;

  /**
   * Reads a workload.
   *
   * @param workload as the API server gave it
   * @param type its kind
   * @return the view
   */
  static WorkloadView of(GenericKubernetesResource workload, WorkloadKind type) {
    ObjectMeta meta = workload.getMetadata();
    return new WorkloadView(
        type,
        String.valueOf(workload.getApiVersion()),
        String.valueOf(workload.getKind()),
        String.valueOf(meta.getName()),
        String.valueOf(meta.getUid()),
        String.valueOf(meta.getResourceVersion()),
        meta.getGeneration() == null ? 0 : meta.getGeneration(),
        orEmpty(meta.getLabels()),
        orEmpty(meta.getAnnotations()),
        Trees.object(workload.getAdditionalProperties(), "spec"),
        Trees.object(workload.getAdditionalProperties(), "status"));
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  /**
   * The pod template.
   *
   * @return it, as it is
   */
  public Map<String, Object> template() {
    return Trees.object(spec, "template");
  }

  /**
   * The label that names the release.
   *
   * @return the rollout-id; empty when there is none
   */
  public Optional<String> rolloutId() {
    return Optional.ofNullable(labels.get(RolloutLabels.ROLLOUT_ID)).filter(id -> !id.isEmpty());
  }

  /**
   * Whether Kruise's webhook has taken a change of this workload for the release of a Rollout, and
   * the controller has not given it back.
   *
   * @param rollout the Rollout's name
   * @return true when the mark names it
   */
  public boolean isHeldBy(String rollout) {
    return annotations
        .getOrDefault(RolloutAnnotations.IN_PROGRESSING, "")
        .contains("\"" + rollout + "\"");
  }

  /**
   * Whether it is a Deployment.
   *
   * @return true for Kubernetes' own
   */
  public boolean isDeployment() {
    return kind.equals("Deployment") && apiVersion.startsWith("apps/");
  }

  /**
   * Its pods, by its own count.
   *
   * @return as its kind counts them
   */
  public WorkloadKind.Pods pods() {
    return type.pods(spec, status);
  }

  /**
   * Whether its controller has seen the present spec.
   *
   * @return true when {@code status.observedGeneration} is not behind
   */
  public boolean observed() {
    return Trees.number(status, "observedGeneration") >= generation;
  }

  /**
   * Whether it is at rest: all its pods run its template, and are ready.
   *
   * @return false while pods of another revision are left, or one is not ready
   */
  public boolean atRest() {
    WorkloadKind.Pods pods = pods();
    return observed()
        && pods.updated() == pods.wanted()
        && pods.ready() == pods.wanted()
        && pods.all() == pods.wanted();
  }

  /**
   * What keeps its own controller from its pods: the webhook puts it there when it captures a
   * release, the controller takes it away.
   *
   * @param path where it is, as in JSON Patch
   * @param free what to write there, so that nothing keeps it
   */
  public record Stop(String path, Object free) {}

  /**
   * What keeps its own controller from its pods (workload_update_handler.go, v0.6.2).
   *
   * @return empty when its pods follow its template
   */
  public Optional<Stop> stop() {
    if (isDeployment()) {
      return Boolean.TRUE.equals(spec.get("paused"))
          ? Optional.of(new Stop("/spec/paused", false))
          : Optional.empty();
    }
    if (Trees.text(spec, "updateStrategy", "partition").equals(ALL_PODS)) {
      return Optional.of(new Stop("/spec/updateStrategy/partition", 0));
    }
    return Trees.number(spec, "updateStrategy", "rollingUpdate", "partition") == NO_POD
        ? Optional.of(new Stop("/spec/updateStrategy/rollingUpdate/partition", 0))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
