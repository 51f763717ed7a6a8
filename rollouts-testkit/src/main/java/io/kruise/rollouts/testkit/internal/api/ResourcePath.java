// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of a path that may name objects. Source: apiserver,
 * pkg/endpoints/request/requestinfo.go.
 *
 * @param group the API group, "" for core
 * @param version such as "v1"
 * @param namespace "" for none
 * @param plural such as "deployments"
 * @param name "" for a collection
 * @param subresource "" for the object itself
 */
public record ResourcePath(
    String group,
    String version,
    String namespace,
    String plural,
    String name,
    String subresource) {
  private static final Set<String> OF_NAMESPACES = Set.of("status", "finalize");

  /**
   * Reads a path.
   *
   * @param path such as "/apis/apps/v1/namespaces/default/deployments/x/status"
   * @return its parts; empty when it can't name objects
   */
  public static Optional<ResourcePath> parse(String path) {
    List<String> parts = List.of(path.substring(1).split("/", -1));
    boolean core = parts.get(0).equals("api");
    int head = core ? 2 : 3;
    if ((!core && !parts.get(0).equals("apis")) || parts.size() <= head) {
      return Optional.empty();
    }
    List<String> rest = parts.subList(head, parts.size());
    boolean inNamespace =
        rest.get(0).equals("namespaces")
            && rest.size() > 2
            && !(core && OF_NAMESPACES.contains(rest.get(2)));
    List<String> names = inNamespace ? rest.subList(2, rest.size()) : rest;
    if (names.size() > 3 || names.contains("")) {
      return Optional.empty();
    }
    return Optional.of(
        new ResourcePath(
            core ? "" : parts.get(1),
            parts.get(head - 1),
            inNamespace ? rest.get(1) : "",
            names.get(0),
            names.size() > 1 ? names.get(1) : "",
            names.size() > 2 ? names.get(2) : ""));
  }
}
