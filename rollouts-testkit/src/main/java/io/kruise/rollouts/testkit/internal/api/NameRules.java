// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import java.util.List;

/** Which names a type's objects may have. Source: the ValidateNameFunc of each type. */
final class NameRules {
  private NameRules() {}

  /**
   * Judges a name.
   *
   * @param type the object's type
   * @param name its name
   * @return what is wrong with it
   */
  static List<String> problems(ResourceType type, String name) {
    return switch (type.resource()) {
      case "namespaces" -> QualifiedNames.labelProblems(name);
      case "services" -> QualifiedNames.label1035Problems(name);
      case "events",
          "roles.rbac.authorization.k8s.io",
          "rolebindings.rbac.authorization.k8s.io",
          "clusterroles.rbac.authorization.k8s.io",
          "clusterrolebindings.rbac.authorization.k8s.io" ->
          QualifiedNames.pathSegmentProblems(name);
      default -> QualifiedNames.subdomainProblems(name);
    };
  }
}
