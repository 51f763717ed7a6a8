// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Which object: its API group (empty for core), kind, namespace (empty for cluster-scoped kinds)
 * and name. The version is no part of it: one object is stored once, whatever version serves it.
 *
 * @param group the API group, "" for core
 * @param kind the kind
 * @param namespace the namespace, "" for cluster-scoped kinds
 * @param name the name
 */
public record ObjectRef(String group, String kind, String namespace, String name) {

  /**
   * What an object calls itself.
   *
   * @param object with apiVersion, kind and metadata
   * @return its reference
   */
  public static ObjectRef of(JsonNode object) {
    return new ObjectRef(
        groupOf(object.path("apiVersion").asText()),
        object.path("kind").asText(),
        object.path("metadata").path("namespace").asText(),
        object.path("metadata").path("name").asText());
  }

  /**
   * The group in an apiVersion.
   *
   * @param apiVersion such as "apps/v1" or "v1"
   * @return such as "apps" or ""
   */
  public static String groupOf(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /**
   * Another object of the same namespace.
   *
   * @param otherGroup its API group
   * @param otherKind its kind
   * @param otherName its name
   * @return the reference
   */
  public ObjectRef beside(String otherGroup, String otherKind, String otherName) {
    return new ObjectRef(otherGroup, otherKind, namespace, otherName);
  }

  @Override
  public String toString() {
    return (group.isEmpty() ? kind : kind + "." + group)
        + " "
        + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
