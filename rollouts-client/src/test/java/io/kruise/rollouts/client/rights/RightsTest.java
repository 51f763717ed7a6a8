// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the least rights")
class RightsTest {

  private static List<String> lines(Rights rights) {
    return rights.rules().stream().map(RightsTest::line).toList();
  }

  private static String line(PolicyRule rule) {
    return rule.getVerbs() + " " + rule.getResources().get(0) + "." + rule.getApiGroups().get(0);
  }

  @Test
  @DisplayName("to approve are to look, and to write the status")
  void approve() {
    assertThat(lines(Rights.to(Use.APPROVE)))
        .containsExactly(
            "[get] deployments.apps",
            "[get, list, watch] rollouts.rollouts.kruise.io",
            "[patch] rollouts/status.rollouts.kruise.io");
  }

  @Test
  @DisplayName("to several things are one rule for each resource")
  void merged() {
    assertThat(lines(Rights.to(Use.RELEASE, Use.HOLD, Use.DELETE)))
        .containsExactly(
            "[get, patch] deployments.apps",
            "[delete, get, list, patch, watch] rollouts.rollouts.kruise.io");
  }

  @Test
  @DisplayName("on other workloads name their kind, and where its revisions are kept")
  void otherWorkloads() {
    assertThat(lines(Rights.to(Use.ROLL_BACK).forWorkloads("apps.kruise.io", "clonesets")))
        .contains("[list] controllerrevisions.apps", "[get, patch] clonesets.apps.kruise.io")
        .noneMatch(line -> line.contains("deployments") || line.contains("replicasets"));
  }

  @Test
  @DisplayName("make a Role")
  void role() {
    Role role = Rights.to(Use.OBSERVE).role("paas", "viewer");
    assertThat(role.getMetadata().getNamespace()).isEqualTo("paas");
    assertThat(role.getMetadata().getName()).isEqualTo("viewer");
    assertThat(role.getRules()).isEqualTo(Rights.to().rules());
  }
}
