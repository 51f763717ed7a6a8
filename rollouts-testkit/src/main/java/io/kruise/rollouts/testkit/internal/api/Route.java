// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import java.util.Optional;

/**
 * What a path names.
 *
 * @param type the type
 * @param namespace "" for all, or for a cluster-scoped type
 * @param name "" for a collection
 * @param subresource "" for the object itself
 */
record Route(ResourceType type, String namespace, String name, String subresource) {

  /**
   * Finds what a path names.
   *
   * @param path the path
   * @param registry the types that are served
   * @return what it names; empty when no type is served there
   */
  static Optional<Route> parse(String path, ResourceRegistry registry) {
    return ResourcePath.parse(path)
        .flatMap(
            parts ->
                registry
                    .at(parts.group(), parts.version(), parts.plural())
                    .map(
                        type ->
                            new Route(type, parts.namespace(), parts.name(), parts.subresource())))
        .filter(Route::fits);
  }

  private boolean fits() {
    return type.namespaced() ? collection() || !namespace.isEmpty() : namespace.isEmpty();
  }

  /**
   * Whether it names many objects.
   *
   * @return whether there is no name
   */
  boolean collection() {
    return name.isEmpty();
  }

  /**
   * Whether it names the objects of all namespaces.
   *
   * @return whether there could be a namespace, and isn't
   */
  boolean everywhere() {
    return type.namespaced() && namespace.isEmpty();
  }
}
