// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import java.util.List;

/** PodDisruptionBudgets. (policy/validation, ValidatePodDisruptionBudgetSpec) */
final class Budgets {
  private Budgets() {}

  static void budget(Part object) {
    Part spec = object.at("spec");
    Part available = spec.at("minAvailable");
    Part unavailable = spec.at("maxUnavailable");
    if (available.present() && unavailable.present()) {
      // upstream shows addresses here
      spec.invalidGo(
          "policy.PodDisruptionBudgetSpec{MinAvailable:(*intstr.IntOrString)(0xc000000000),"
              + " Selector:(*v1.LabelSelector)(0xc000000000),"
              + " MaxUnavailable:(*intstr.IntOrString)(0xc000000000),"
              + " UnhealthyPodEvictionPolicy:(*policy.UnhealthyPodEvictionPolicyType)(nil)}",
          "minAvailable and maxUnavailable cannot be both set");
    }
    for (Part amount : List.of(available, unavailable)) {
      if (amount.present()) {
        Rolling.intOrPercent(amount);
        Rolling.notMoreThanAll(amount);
      }
    }
    Selectors.selector(spec.at("selector"));
    spec.at("unhealthyPodEvictionPolicy").oneOf(List.of("AlwaysAllow", "IfHealthyBudget"));
  }
}
