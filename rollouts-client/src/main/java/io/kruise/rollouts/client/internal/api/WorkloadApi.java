// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.internal.workload.Kinds;
import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.workload.WorkloadKind;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The calls on workloads and on what keeps their revisions, each exactly one HTTP request.
 * Thread-safe.
 *
 * <p>A failed call gives a {@code KubernetesClientException}; without an answer its code is 0.
 */
public final class WorkloadApi {
  private final Calls calls;
  private final Kinds kinds;

  /**
   * Calls through a connection that the caller owns.
   *
   * @param kubernetes the connection; it is neither changed nor closed
   * @param kinds the kinds of workloads
   */
  public WorkloadApi(KubernetesClient kubernetes, Kinds kinds) {
    this.calls = new Calls(kubernetes);
    this.kinds = kinds;
  }

  /**
   * Reads a workload.
   *
   * @param namespace the Rollout's namespace
   * @param workload which one
   * @return it, as it is
   */
  public CompletableFuture<WorkloadView> get(String namespace, WorkloadRef workload) {
    return calls
        .get(path(kinds, namespace, workload), GenericKubernetesResource.class)
        .thenApply(kinds::view);
  }

  /**
   * Sends one JSON Patch to a workload.
   *
   * @param namespace the Rollout's namespace
   * @param workload which one
   * @param operations the patch
   * @return the workload as written
   */
  public CompletableFuture<WorkloadView> patch(
      String namespace, WorkloadRef workload, List<Map<String, Object>> operations) {
    return patch(namespace, workload, "", operations);
  }

  /**
   * Sends one JSON Patch to a workload as a dry run: the API server does all but keep it.
   *
   * @param namespace the Rollout's namespace
   * @param workload which one
   * @param operations the patch
   * @return the workload as it would be written
   */
  public CompletableFuture<WorkloadView> rehearse(
      String namespace, WorkloadRef workload, List<Map<String, Object>> operations) {
    return patch(namespace, workload, "&dryRun=All", operations);
  }

  private CompletableFuture<WorkloadView> patch(
      String namespace, WorkloadRef workload, String query, List<Map<String, Object>> operations) {
    return calls
        .patch(path(kinds, namespace, workload), query, operations, GenericKubernetesResource.class)
        .thenApply(kinds::view);
  }

  /**
   * Lists what keeps a workload's revisions, of all workloads in the namespace with such labels.
   *
   * @param namespace where
   * @param kept where they are kept
   * @param labels the workload's {@code matchLabels}
   * @return the objects
   */
  public CompletableFuture<List<GenericKubernetesResource>> revisions(
      String namespace, WorkloadKind.Revisions kept, Map<String, String> labels) {
    String plural =
        switch (kept) {
          case REPLICA_SETS -> "replicasets";
          case CONTROLLER_REVISIONS -> "controllerrevisions";
        };
    StringBuilder selector = new StringBuilder();
    labels.forEach(
        (key, value) ->
            selector.append(selector.isEmpty() ? "" : ",").append(key).append('=').append(value));
    String query = selector.isEmpty() ? "" : "?labelSelector=" + Calls.escape(selector.toString());
    return calls
        .get(
            "apis/apps/v1/namespaces/" + Calls.escape(namespace) + "/" + plural + query,
            GenericKubernetesResourceList.class)
        .thenApply(GenericKubernetesResourceList::getItems);
  }

  static String path(Kinds kinds, String namespace, WorkloadRef workload) {
    String apiVersion = String.valueOf(workload.getApiVersion());
    return (apiVersion.contains("/") ? "apis/" : "api/")
        + apiVersion
        + "/namespaces/"
        + Calls.escape(namespace)
        + "/"
        + Calls.escape(kinds.of(workload).plural())
        + "/"
        + Calls.escape(String.valueOf(workload.getName()));
  }
}
