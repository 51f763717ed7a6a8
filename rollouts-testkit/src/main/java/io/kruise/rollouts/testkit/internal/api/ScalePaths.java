// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Where an object has what its /scale shows.
 *
 * @param spec of the wanted number, such as spec, replicas
 * @param status of the present number
 * @param selector of a selector that is a text; empty for none
 */
public record ScalePaths(List<String> spec, List<String> status, List<String> selector) {

  /** As Deployments and their like have it. */
  public static final ScalePaths BUILT_IN =
      new ScalePaths(List.of("spec", "replicas"), List.of("status", "replicas"), List.of());

  /** Keeps the lists from being changed. */
  public ScalePaths {
    spec = List.copyOf(spec);
    status = List.copyOf(status);
    selector = List.copyOf(selector);
  }

  /**
   * From a CustomResourceDefinition.
   *
   * @param scale a version's subresources.scale; missing for none
   * @return the paths
   */
  public static ScalePaths of(JsonNode scale) {
    return scale.isObject()
        ? new ScalePaths(
            parts(scale.path("specReplicasPath").asText()),
            parts(scale.path("statusReplicasPath").asText()),
            parts(scale.path("labelSelectorPath").asText()))
        : BUILT_IN;
  }

  private static List<String> parts(String path) {
    return path.isEmpty() ? List.of() : List.of(path.substring(1).split("\\.", -1));
  }
}
