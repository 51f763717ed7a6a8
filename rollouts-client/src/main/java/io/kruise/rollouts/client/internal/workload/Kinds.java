// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.kruise.rollouts.client.workload.WorkloadKind;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The kinds of workloads that a client knows. Immutable, thread-safe. */
public final class Kinds {
  private final List<WorkloadKind> known;

  private Kinds(List<WorkloadKind> known) {
    this.known = known;
  }

  /**
   * The kinds that Kruise Rollouts itself knows.
   *
   * @return without those of users
   */
  public static Kinds standard() {
    return new Kinds(List.of(new Deployment(), new DaemonSet()));
  }

  /**
   * With more kinds.
   *
   * @param more asked before those that are known already
   * @return a copy
   */
  public Kinds with(List<WorkloadKind> more) {
    return new Kinds(Stream.concat(more.stream(), known.stream()).toList());
  }

  /**
   * The kind of a workload.
   *
   * @param apiVersion its group and version
   * @param kind its kind
   * @return one that is known; else it is taken to look like a StatefulSet
   */
  public WorkloadKind of(String apiVersion, String kind) {
    return known.stream()
        .filter(each -> each.is(apiVersion, kind))
        .findFirst()
        .orElseGet(() -> new Regular(kind));
  }

  /**
   * The kind that a Rollout names.
   *
   * @param named its workloadRef
   * @return the same as with its parts
   */
  public WorkloadKind of(WorkloadRef named) {
    return of(String.valueOf(named.getApiVersion()), String.valueOf(named.getKind()));
  }

  /**
   * Reads a workload.
   *
   * @param workload as the API server gave it
   * @return as the verbs see it
   */
  public WorkloadView view(GenericKubernetesResource workload) {
    return WorkloadView.of(
        workload, of(String.valueOf(workload.getApiVersion()), String.valueOf(workload.getKind())));
  }

  /** Any kind whose name is formed as most are. */
  private record Regular(String kind) implements WorkloadKind {
    @Override
    public boolean is(String apiVersion, String name) {
      return kind.equals(name);
    }

    @Override
    public String plural() {
      return kind.toLowerCase(Locale.ROOT) + "s";
    }
  }

  private record Deployment() implements WorkloadKind {
    @Override
    public boolean is(String apiVersion, String kind) {
      return kind.equals("Deployment") && apiVersion.startsWith("apps/");
    }

    @Override
    public String plural() {
      return "deployments";
    }

    @Override
    public Revisions revisions() {
      return Revisions.REPLICA_SETS;
    }
  }

  /** It has a pod on each node. */
  private record DaemonSet() implements WorkloadKind {
    @Override
    public boolean is(String apiVersion, String kind) {
      return kind.equals("DaemonSet");
    }

    @Override
    public String plural() {
      return "daemonsets";
    }

    @Override
    public Pods pods(Map<String, Object> spec, Map<String, Object> status) {
      return new Pods(
          Trees.number(status, "desiredNumberScheduled"),
          Trees.number(status, "currentNumberScheduled"),
          Trees.number(status, "updatedNumberScheduled"),
          Trees.number(status, "numberReady"));
    }
  }
}
