// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import io.kruise.rollouts.testkit.internal.object.Quantity;
import java.util.Map;
import java.util.Set;

/** What a container asks for and may use. (core/validation, validateResourceRequirements) */
final class Resources {
  private static final String HUGE_PAGES = "hugepages-";
  private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");

  /** (core/helper, IsStandardResourceName) */
  private static final Set<String> STANDARD =
      Set.of(
          "cpu",
          "memory",
          "ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage",
          "pods",
          "resourcequotas",
          "services",
          "replicationcontrollers",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "storage",
          "requests.storage",
          "services.nodeports",
          "services.loadbalancers");

  private Resources() {}

  static void requirements(Part resources) {
    Map<String, Part> limits = resources.at("limits").entries();
    limits.forEach((name, amount) -> amount(name, amount));
    resources
        .at("requests")
        .entries()
        .forEach(
            (name, amount) -> {
              amount(name, amount);
              against(name, amount, resources, limits);
            });
  }

  private static void amount(String name, Part amount) {
    name(name, amount);
    if (Quantity.value(amount.text()).signum() < 0) {
      amount.invalid("must be greater than or equal to 0");
    }
  }

  private static void name(String name, Part amount) {
    // its Go type prints itself without quotes
    int said = amount.said();
    QualifiedNames.problems(name).forEach(problem -> amount.invalidGo(name, problem));
    boolean bare = !name.contains("/");
    boolean huge = name.startsWith(HUGE_PAGES);
    if (said == amount.said() && bare && !STANDARD.contains(name) && !huge) {
      amount.invalidGo(name, "must be a standard resource type or fully qualified");
    }
    if (bare && !OF_CONTAINERS.contains(name) && !huge) {
      amount.invalidGo(name, "must be a standard resource for containers");
    } else if (!bare && name.startsWith("requests.")) {
      amount.invalidGo(name, "doesn't follow extended resource name standard");
    }
  }

  private static void against(String name, Part amount, Part resources, Map<String, Part> limits) {
    // of what is the cluster's own there may be promised more than there is, but of huge pages
    boolean overcommit = !name.startsWith(HUGE_PAGES) && isNative(name);
    Part limit = limits.get(name);
    if (limit == null) {
      if (!overcommit) {
        resources.at("limits").required("Limit must be set for non overcommitable resources");
      }
      return;
    }
    int order = Quantity.value(amount.text()).compareTo(Quantity.value(limit.text()));
    String shown = '"' + amount.text() + '"';
    if (order != 0 && !overcommit) {
      resources
          .at("requests")
          .invalidGo(shown, "must be equal to " + name + " limit of " + limit.text());
    } else if (order > 0) {
      resources
          .at("requests")
          .invalidGo(shown, "must be less than or equal to " + name + " limit of " + limit.text());
    }
  }

  private static boolean isNative(String name) {
    return !name.contains("/") || name.contains("kubernetes.io/");
  }
}
