// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the right that a refusal names")
class PermissionTest {

  @Test
  @DisplayName("is read out of the API server's sentence")
  void namespaced() {
    assertThat(
            Permission.in(
                "rollouts.rollouts.kruise.io \"demo\" is forbidden: User \"ci\" cannot patch"
                    + " resource \"rollouts/status\" in API group \"rollouts.kruise.io\" in the"
                    + " namespace \"paas\""))
        .contains(
            new Permission(
                "ci", "patch", "rollouts.kruise.io", "rollouts/status", Optional.of("paas")))
        .get()
        .hasToString(
            "patch on rollouts/status of rollouts.kruise.io in the namespace paas, for ci");
  }

  @Test
  @DisplayName("may be one on the whole cluster, and on the core group")
  void clusterWide() {
    assertThat(
            Permission.in(
                "pods is forbidden: User \"ci\" cannot list resource \"pods\" in API group \"\" at"
                    + " the cluster scope"))
        .get()
        .hasToString("list on pods in the whole cluster, for ci");
  }

  @Test
  @DisplayName("is none where a webhook or a quota refused")
  void others() {
    assertThat(Permission.in("admission webhook \"vrollout.kb.io\" denied the request: no"))
        .isEmpty();
    assertThat(Permission.in("pods \"a\" is forbidden: exceeded quota: compute")).isEmpty();
  }
}
