// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind that the API server serves, at one version.
 *
 * @param group the API group, "" for core
 * @param version such as "v1"
 * @param kind such as "Deployment"
 * @param plural as in the path, such as "deployments"
 * @param singular such as "deployment"
 * @param shortNames such as "deploy"
 * @param categories such as "all"
 * @param namespaced whether its objects live in namespaces
 * @param statusSubresource whether the status is written at /status only
 * @param scaleSubresource whether there is /scale
 * @param custom whether it is a custom resource: no strategic merge patch, unknown fields are
 *     pruned
 * @param schema of the whole object: for a custom resource the CRD's openAPIV3Schema; null when
 *     anything goes
 * @param columns a CRD's additionalPrinterColumns
 * @param scale where /scale finds its numbers
 */
public record ResourceType(
    String group,
    String version,
    String kind,
    String plural,
    String singular,
    List<String> shortNames,
    List<String> categories,
    boolean namespaced,
    boolean statusSubresource,
    boolean scaleSubresource,
    boolean custom,
    @Nullable JsonNode schema,
    List<JsonNode> columns,
    ScalePaths scale) {

  /** Keeps the lists from being changed. */
  public ResourceType {
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
    columns = List.copyOf(columns);
  }

  /**
   * A type whose /scale finds its numbers where built-in types have them.
   *
   * @param group the API group, "" for core
   * @param version such as "v1"
   * @param kind such as "Deployment"
   * @param plural as in the path
   * @param singular such as "deployment"
   * @param shortNames such as "deploy"
   * @param categories such as "all"
   * @param namespaced whether its objects live in namespaces
   * @param statusSubresource whether the status is written at /status only
   * @param scaleSubresource whether there is /scale
   * @param custom whether it is a custom resource
   * @param schema of the whole object; null when anything goes
   * @param columns a CRD's additionalPrinterColumns
   */
  public ResourceType(
      String group,
      String version,
      String kind,
      String plural,
      String singular,
      List<String> shortNames,
      List<String> categories,
      boolean namespaced,
      boolean statusSubresource,
      boolean scaleSubresource,
      boolean custom,
      @Nullable JsonNode schema,
      List<JsonNode> columns) {
    this(
        group,
        version,
        kind,
        plural,
        singular,
        shortNames,
        categories,
        namespaced,
        statusSubresource,
        scaleSubresource,
        custom,
        schema,
        columns,
        ScalePaths.BUILT_IN);
  }

  /**
   * Group and version as objects spell them.
   *
   * @return such as "apps/v1" or "v1"
   */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /**
   * Plural and group as messages spell them.
   *
   * @return such as "deployments.apps" or "pods"
   */
  public String resource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }
}
