// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import java.util.Set;

/**
 * Which methods there are where. Built-in types have a route for each; those of custom resources
 * are found by one handler, which says in other words what it doesn't do. Source: apiserver,
 * pkg/endpoints/installer.go; apiextensions-apiserver, pkg/apiserver/customresource_handler.go.
 */
final class Methods {
  private static final Set<String> OF_SUBRESOURCES = Set.of("GET", "PUT", "PATCH");
  private static final Set<String> OF_OBJECTS = Set.of("GET", "PUT", "PATCH", "DELETE");
  private static final Set<String> OF_COLLECTIONS = Set.of("GET", "POST", "DELETE");

  private Methods() {}

  /**
   * Refuses what isn't there.
   *
   * @param method the method
   * @param route where
   * @throws ApiException 400, 404, 405
   */
  static void check(String method, Route route) {
    ResourceType type = route.type();
    if (!served(route)) {
      throw type.custom()
          ? ApiException.notFound(type, route.name())
          : ApiException.generic(
              404, "NotFound", "the server could not find the requested resource");
    }
    boolean collection = route.collection();
    Set<String> methods =
        !route.subresource().isEmpty() ? OF_SUBRESOURCES : collection ? OF_COLLECTIONS : OF_OBJECTS;
    boolean allowed = methods.contains(method) && (!route.everywhere() || method.equals("GET"));
    if (allowed || (type.custom() && method.equals("POST") && route.subresource().isEmpty())) {
      return;
    }
    if (!type.custom()) {
      throw ApiException.generic(
          405,
          "MethodNotAllowed",
          "the server does not allow this method on the requested resource");
    }
    if (collection && (method.equals("PUT") || method.equals("PATCH"))) {
      throw ApiException.badRequest("name must be provided");
    }
    throw ApiException.notSupported(verb(method), type);
  }

  private static boolean served(Route route) {
    return switch (route.subresource()) {
      case "" -> true;
      case "status" -> route.type().statusSubresource();
      case "scale" -> route.type().scaleSubresource();
      case "finalize" -> route.type().resource().equals("namespaces");
      default -> false;
    };
  }

  private static String verb(String method) {
    return switch (method) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> "";
    };
  }
}
