// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.testkit.k3s.Answers.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is asked of the cluster, and written into it, on the way to a controller that answers. */
final class Cluster {
  /** Of upstream's manifests. */
  private static final String NAMESPACE = "kruise-rollout";

  private static final Map<String, String> CONTROLLER =
      Map.of("control-plane", "controller-manager");
  private static final String ROLLOUTS = "rollouts.rollouts.kruise.io";
  private static final String ROLLOUTS_PATH =
      "/apis/rollouts.kruise.io/%s/namespaces/default/rollouts";
  private static final String DEPLOYMENTS_PATH = "/apis/apps/v1/namespaces/default/deployments";
  private static final int LOG_LINES = 60;

  private static final Map<String, Object> WORKLOAD_REF =
      Map.of("apiVersion", "apps/v1", "kind", "Deployment", "name", "testkit-probe");

  private final KubernetesClient client;

  Cluster(KubernetesClient client) {
    this.client = client;
  }

  boolean hasRollouts() {
    return client.apiextensions().v1().customResourceDefinitions().withName(ROLLOUTS).get() != null;
  }

  void install(Manifests manifests) {
    for (HasMetadata object : manifests.objects()) {
      client.resource(object).forceConflicts().serverSideApply();
    }
  }

  /** Empty when a release would be captured. */
  Optional<String> amiss() {
    return Answers.toInvalid(dryRun(ROLLOUTS_PATH.formatted("v1beta1"), invalidRollout()))
        .or(() -> Answers.toOldVersion(dryRun(ROLLOUTS_PATH.formatted("v1alpha1"), oldRollout())))
        .or(() -> Answers.toWorkload(dryRun(DEPLOYMENTS_PATH, workload())));
  }

  /** None where the cluster does not answer. */
  List<Pod> controllerPods() {
    try {
      return client.pods().inNamespace(NAMESPACE).withLabels(CONTROLLER).list().getItems();
    } catch (KubernetesClientException e) {
      return List.of();
    }
  }

  /** The end of what the controller's pods have written; empty where nothing can be had. */
  Optional<String> controllerLogs() {
    String all =
        controllerPods().stream()
            .map(pod -> "the end of the log of " + pod.getMetadata().getName() + ":\n" + log(pod))
            .collect(Collectors.joining("\n"));
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  private String log(Pod pod) {
    try {
      return client
          .pods()
          .inNamespace(NAMESPACE)
          .withName(pod.getMetadata().getName())
          .tailingLines(LOG_LINES)
          .getLog();
    } catch (KubernetesClientException e) {
      return "(not to be had: " + e.getMessage() + ")";
    }
  }

  private Answer dryRun(String path, Object body) {
    try {
      // bounded, as a webhook that is silent would hold it up for its own ten seconds
      client.raw(path + "?dryRun=All&timeout=5s", "POST", body);
      return Answer.ACCEPTED;
    } catch (KubernetesClientException e) {
      return new Answer(e.getCode(), said(e));
    }
  }

  /** Without fabric8's words around it. */
  private static String said(KubernetesClientException e) {
    return e.getStatus() == null || e.getStatus().getMessage() == null
        ? String.valueOf(e.getMessage())
        : e.getStatus().getMessage();
  }

  private static Map<String, Object> invalidRollout() {
    Map<String, Object> withoutSteps = Map.of("canary", Map.of("steps", List.of()));
    return rollout("v1beta1", Map.of("workloadRef", WORKLOAD_REF, "strategy", withoutSteps));
  }

  private static Map<String, Object> oldRollout() {
    Map<String, Object> oneStep = Map.of("canary", Map.of("steps", List.of(Map.of("replicas", 1))));
    return rollout(
        "v1alpha1", Map.of("objectRef", Map.of("workloadRef", WORKLOAD_REF), "strategy", oneStep));
  }

  private static Map<String, Object> rollout(String version, Map<String, Object> spec) {
    return Map.of(
        "apiVersion",
        "rollouts.kruise.io/" + version,
        "kind",
        "Rollout",
        "metadata",
        Map.of("name", "testkit-probe"),
        "spec",
        spec);
  }

  private static Map<String, Object> workload() {
    Map<String, Object> labels = Map.of("app", "testkit-probe");
    Map<String, Object> pod =
        Map.of(
            "metadata",
            Map.of("labels", labels),
            "spec",
            Map.of("containers", List.of(Map.of("name", "main", "image", "none"))));
    return Map.of(
        "apiVersion",
        "apps/v1",
        "kind",
        "Deployment",
        "metadata",
        Map.of(
            "name",
            "testkit-probe",
            "labels",
            Map.of("rollouts.kruise.io/workload-type", "deployment")),
        "spec",
        Map.of("replicas", 0, "selector", Map.of("matchLabels", labels), "template", pod));
  }
}
