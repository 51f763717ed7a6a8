// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.weather;

import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.api.ResourcePath;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a request asks for, in the words of Kubernetes' own rules of access. Source: apiserver,
 * pkg/endpoints/request/requestinfo.go.
 *
 * @param verb "get", "list", "watch", "create", "update", "patch", "delete" or "deletecollection"
 * @param group the API group, "" for core
 * @param resource the plural
 * @param subresource "" for the object itself
 * @param namespace "" for none, or all
 * @param name "" for many; of a list or watch, the one that its field selector names
 */
public record Asked(
    String verb, String group, String resource, String subresource, String namespace, String name) {
  private static final String ONE_NAME = "metadata.name=";

  /**
   * Reads a request.
   *
   * @param request any
   * @return what it asks for; empty when it is not for objects
   */
  public static Optional<Asked> of(ApiRequest request) {
    return ResourcePath.parse(request.path())
        .map(
            path ->
                new Asked(
                    verb(request, path),
                    path.group(),
                    path.plural(),
                    path.subresource(),
                    path.namespace(),
                    path.name().isEmpty() ? selected(request) : path.name()));
  }

  private static String verb(ApiRequest request, ResourcePath path) {
    boolean many = path.name().isEmpty();
    return switch (request.method()) {
      case "GET", "HEAD" -> ApiServer.isWatch(request) ? "watch" : many ? "list" : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      default -> many ? "deletecollection" : "delete";
    };
  }

  private static String selected(ApiRequest request) {
    return Arrays.stream(request.parameter("fieldSelector").split(",", -1))
        .filter(term -> term.startsWith(ONE_NAME))
        .map(term -> term.substring(ONE_NAME.length()))
        .findFirst()
        .orElse("");
  }
}
