// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.discovery;

import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types that are served, by group and version; the preferred version of a group first.
 *
 * @param groups versions by group, types by version
 */
record ServedGroups(Map<String, Map<String, List<ResourceType>>> groups) {
  private static final Pattern VERSION = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");

  /** Stable before beta before alpha, and new before old. (apimachinery, pkg/version/helpers.go) */
  private static final Comparator<String> PREFERENCE =
      Comparator.comparingInt(ServedGroups::stability)
          .thenComparingInt(version -> -number(version, 1))
          .thenComparingInt(version -> -number(version, 3))
          .thenComparing(Comparator.naturalOrder());

  /**
   * What is served now.
   *
   * @param registry the types
   * @return groups in the order of their registration
   */
  static ServedGroups of(ResourceRegistry registry) {
    Map<String, Map<String, List<ResourceType>>> unsorted = new LinkedHashMap<>();
    for (ResourceType type : registry.all()) {
      unsorted
          .computeIfAbsent(type.group(), any -> new LinkedHashMap<>())
          .computeIfAbsent(type.version(), any -> new ArrayList<>())
          .add(type);
    }
    Map<String, Map<String, List<ResourceType>>> groups = new LinkedHashMap<>();
    unsorted.forEach(
        (group, versions) -> {
          Map<String, List<ResourceType>> sorted = new LinkedHashMap<>();
          versions.keySet().stream()
              .sorted(PREFERENCE)
              .forEach(version -> sorted.put(version, versions.getOrDefault(version, List.of())));
          groups.put(group, sorted);
        });
    return new ServedGroups(groups);
  }

  /**
   * The types of a group at a version.
   *
   * @param group "" for core
   * @param version such as "v1"
   * @return them; none when it isn't served
   */
  List<ResourceType> types(String group, String version) {
    return groups.getOrDefault(group, Map.of()).getOrDefault(version, List.of());
  }

  /**
   * Group and version as objects spell them.
   *
   * @param group "" for core
   * @param version such as "v1"
   * @return such as "apps/v1" or "v1"
   */
  static String groupVersion(String group, String version) {
    return group.isEmpty() ? version : group + "/" + version;
  }

  private static int stability(String version) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return 3;
    }
    return parts.group(2) == null ? 0 : parts.group(2).equals("beta") ? 1 : 2;
  }

  private static int number(String version, int part) {
    Matcher parts = VERSION.matcher(version);
    return parts.matches() && parts.group(part) != null ? Integer.parseInt(parts.group(part)) : 0;
  }
}
