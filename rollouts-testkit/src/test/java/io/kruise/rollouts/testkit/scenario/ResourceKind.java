// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;

/**
 * A kind that scenarios touch.
 *
 * @param apiVersion such as "apps/v1"
 * @param kind such as "Deployment"
 * @param plural as in the path, such as "deployments"
 */
public record ResourceKind(String apiVersion, String kind, String plural) {
  static final ResourceKind ROLLOUT =
      new ResourceKind("rollouts.kruise.io/v1beta1", "Rollout", "rollouts");
  static final ResourceKind BATCH_RELEASE =
      new ResourceKind("rollouts.kruise.io/v1beta1", "BatchRelease", "batchreleases");
  static final ResourceKind POD = new ResourceKind("v1", "Pod", "pods");

  private static final List<ResourceKind> KNOWN =
      List.of(
          ROLLOUT,
          BATCH_RELEASE,
          POD,
          new ResourceKind("apps/v1", "Deployment", "deployments"),
          new ResourceKind("apps/v1", "StatefulSet", "statefulsets"),
          new ResourceKind("apps/v1", "DaemonSet", "daemonsets"),
          new ResourceKind("apps.kruise.io/v1alpha1", "CloneSet", "clonesets"),
          new ResourceKind("v1", "Service", "services"),
          new ResourceKind("v1", "ConfigMap", "configmaps"),
          new ResourceKind("networking.k8s.io/v1", "Ingress", "ingresses"));

  static ResourceKind named(String kind) {
    return KNOWN.stream()
        .filter(known -> known.kind.equals(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("scenarios know no kind " + kind));
  }

  /** The kind, at the version that an object or a reference names; else the usual one. */
  static ResourceKind of(JsonNode typed) {
    ResourceKind known = named(typed.path("kind").asText("Deployment"));
    return new ResourceKind(
        typed.path("apiVersion").asText(known.apiVersion), known.kind, known.plural);
  }

  /** Kinds of OpenKruise itself are custom resources, which know no strategic merge patch. */
  boolean isCustom() {
    return group().equals("apps.kruise.io");
  }

  /**
   * The API group.
   *
   * @return "" for core
   */
  public String group() {
    return ObjectRef.groupOf(apiVersion);
  }

  /**
   * Where its objects are.
   *
   * @param namespace the namespace
   * @return the path, without a query
   */
  public String path(String namespace) {
    String root = group().isEmpty() ? "/api/" : "/apis/";
    return root + apiVersion + "/namespaces/" + namespace + "/" + plural;
  }

  String path(String namespace, String name) {
    return path(namespace) + "/" + name;
  }
}
