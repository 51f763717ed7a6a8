// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import java.util.Map;
import java.util.Set;

/**
 * Where built-in types differ in how their objects are stored; custom resources are all alike.
 * Source: the {@code strategy.go} and {@code storage.go} of each type, in Kubernetes' pkg/registry,
 * and customresource_strategy.go of apiextensions-apiserver.
 *
 * @param generation what moves metadata.generation
 * @param unconditionalUpdate whether a PUT may leave out the resourceVersion
 * @param createOnUpdate whether a PUT makes what isn't there
 * @param returnsDeleted whether a deletion is answered with the object, not with a Status
 */
record TypeTraits(
    Generation generation,
    boolean unconditionalUpdate,
    boolean createOnUpdate,
    boolean returnsDeleted) {

  /** What moves metadata.generation. */
  enum Generation {
    /** Nothing: there is none. */
    NONE,
    /** A change of spec. */
    SPEC,
    /** A change of spec or of annotations. */
    SPEC_AND_ANNOTATIONS,
    /** A change outside metadata and status. */
    ALL_BUT_STATUS
  }

  private static final TypeTraits CUSTOM =
      new TypeTraits(Generation.ALL_BUT_STATUS, false, false, false);

  private static final Map<String, Generation> GENERATIONS =
      Map.ofEntries(
          Map.entry("pods", Generation.SPEC),
          Map.entry("replicationcontrollers", Generation.SPEC),
          Map.entry("deployments.apps", Generation.SPEC_AND_ANNOTATIONS),
          Map.entry("daemonsets.apps", Generation.SPEC),
          Map.entry("statefulsets.apps", Generation.SPEC),
          Map.entry("replicasets.apps", Generation.SPEC),
          Map.entry("jobs.batch", Generation.SPEC),
          Map.entry("cronjobs.batch", Generation.SPEC),
          Map.entry("ingresses.networking.k8s.io", Generation.SPEC),
          Map.entry("ingressclasses.networking.k8s.io", Generation.SPEC),
          Map.entry("networkpolicies.networking.k8s.io", Generation.SPEC),
          Map.entry("poddisruptionbudgets.policy", Generation.SPEC),
          Map.entry("priorityclasses.scheduling.k8s.io", Generation.ALL_BUT_STATUS),
          Map.entry("endpointslices.discovery.k8s.io", Generation.ALL_BUT_STATUS),
          Map.entry(
              "validatingwebhookconfigurations.admissionregistration.k8s.io",
              Generation.ALL_BUT_STATUS),
          Map.entry(
              "mutatingwebhookconfigurations.admissionregistration.k8s.io",
              Generation.ALL_BUT_STATUS),
          Map.entry("customresourcedefinitions.apiextensions.k8s.io", Generation.SPEC));

  private static final Set<String> CONDITIONAL_UPDATE =
      Set.of(
          "leases.coordination.k8s.io",
          "poddisruptionbudgets.policy",
          "runtimeclasses.node.k8s.io",
          "csidrivers.storage.k8s.io",
          "csinodes.storage.k8s.io",
          "volumeattachments.storage.k8s.io",
          "validatingwebhookconfigurations.admissionregistration.k8s.io",
          "mutatingwebhookconfigurations.admissionregistration.k8s.io",
          "customresourcedefinitions.apiextensions.k8s.io");

  private static final Set<String> CREATE_ON_UPDATE =
      Set.of(
          "leases.coordination.k8s.io",
          "events",
          "events.events.k8s.io",
          "limitranges",
          "services",
          "endpoints",
          "roles.rbac.authorization.k8s.io",
          "rolebindings.rbac.authorization.k8s.io",
          "clusterroles.rbac.authorization.k8s.io",
          "clusterrolebindings.rbac.authorization.k8s.io",
          "runtimeclasses.node.k8s.io");

  private static final Set<String> RETURNS_DELETED =
      Set.of(
          "namespaces",
          "pods",
          "podtemplates",
          "services",
          "serviceaccounts",
          "resourcequotas",
          "persistentvolumes",
          "persistentvolumeclaims",
          "storageclasses.storage.k8s.io",
          "csidrivers.storage.k8s.io",
          "csinodes.storage.k8s.io",
          "volumeattachments.storage.k8s.io");

  /**
   * The traits of a type.
   *
   * @param type the type
   * @return its traits
   */
  static TypeTraits of(ResourceType type) {
    if (type.custom()) {
      return CUSTOM;
    }
    String resource = type.resource();
    return new TypeTraits(
        GENERATIONS.getOrDefault(resource, Generation.NONE),
        !CONDITIONAL_UPDATE.contains(resource),
        CREATE_ON_UPDATE.contains(resource),
        RETURNS_DELETED.contains(resource));
  }
}
