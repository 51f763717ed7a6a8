// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.util.List;
import java.util.Locale;
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

  /**
   * Calls through a connection that the caller owns.
   *
   * @param kubernetes the connection; it is neither changed nor closed
   */
  public WorkloadApi(KubernetesClient kubernetes) {
    this.calls = new Calls(kubernetes);
  }

  /**
   * Reads a workload.
   *
   * @param namespace the Rollout's namespace
   * @param workload which one; its plural is the kind in lower case with an s, as for each kind the
   *     webhook admits
   * @return it, as it is
   */
  public CompletableFuture<GenericKubernetesResource> get(String namespace, WorkloadRef workload) {
    return calls.get(path(namespace, workload), GenericKubernetesResource.class);
  }

  /**
   * Sends one JSON Patch to a workload.
   *
   * @param namespace the Rollout's namespace
   * @param workload which one
   * @param operations the patch
   * @return the workload as written
   */
  public CompletableFuture<GenericKubernetesResource> patch(
      String namespace, WorkloadRef workload, List<Map<String, Object>> operations) {
    return calls.patch(path(namespace, workload), operations, GenericKubernetesResource.class);
  }

  /**
   * Sends one JSON Patch to a workload as a dry run: the API server does all but keep it.
   *
   * @param namespace the Rollout's namespace
   * @param workload which one
   * @param operations the patch
   * @return the workload as it would be written
   */
  public CompletableFuture<GenericKubernetesResource> rehearse(
      String namespace, WorkloadRef workload, List<Map<String, Object>> operations) {
    return calls.patch(
        path(namespace, workload), "&dryRun=All", operations, GenericKubernetesResource.class);
  }

  /**
   * Lists what keeps a workload's revisions, of all workloads in the namespace with such labels.
   *
   * @param namespace where
   * @param plural "replicasets" or "controllerrevisions"
   * @param labels the workload's {@code matchLabels}
   * @return the objects
   */
  public CompletableFuture<List<GenericKubernetesResource>> revisions(
      String namespace, String plural, Map<String, String> labels) {
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

  static String path(String namespace, WorkloadRef workload) {
    String apiVersion = String.valueOf(workload.getApiVersion());
    String plural = String.valueOf(workload.getKind()).toLowerCase(Locale.ROOT) + "s";
    return (apiVersion.contains("/") ? "apis/" : "api/")
        + apiVersion
        + "/namespaces/"
        + Calls.escape(namespace)
        + "/"
        + Calls.escape(plural)
        + "/"
        + Calls.escape(String.valueOf(workload.getName()));
  }
}
