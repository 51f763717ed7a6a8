// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds that are served. Not thread-safe: the cluster's lock guards it. */
public final class ResourceRegistry {
  private record PathKey(String group, String version, String plural) {}

  private record KindKey(String group, String kind) {}

  private final Map<PathKey, ResourceType> byPath = new LinkedHashMap<>();
  private final Map<KindKey, ResourceType> byKind = new LinkedHashMap<>();

  /**
   * Serves a type from now on, in place of one with the same path.
   *
   * @param type the type
   */
  public void register(ResourceType type) {
    byPath.put(new PathKey(type.group(), type.version(), type.plural()), type);
    byKind.put(new KindKey(type.group(), type.kind()), type);
  }

  /**
   * Serves a type no longer.
   *
   * @param type the type
   */
  public void unregister(ResourceType type) {
    byPath.remove(new PathKey(type.group(), type.version(), type.plural()));
    byKind.remove(new KindKey(type.group(), type.kind()));
  }

  /**
   * The type of a path.
   *
   * @param group the API group, "" for core
   * @param version the version
   * @param plural the plural name
   * @return the type
   */
  public Optional<ResourceType> at(String group, String version, String plural) {
    return Optional.ofNullable(byPath.get(new PathKey(group, version, plural)));
  }

  /**
   * The type of a kind, in the version that was registered last.
   *
   * @param group the API group, "" for core
   * @param kind the kind
   * @return the type
   */
  public Optional<ResourceType> ofKind(String group, String kind) {
    return Optional.ofNullable(byKind.get(new KindKey(group, kind)));
  }

  /**
   * All types.
   *
   * @return in the order of their registration
   */
  public Collection<ResourceType> all() {
    return List.copyOf(byPath.values());
  }
}
