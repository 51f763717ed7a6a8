// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the options")
class K3sOptionsTest {
  @Test
  @DisplayName("are k3s, privileged, and upstream's controller, where the environment says nothing")
  void defaults() {
    K3sOptions options = from(Map.of());
    assertThat(options).isEqualTo(K3sOptions.defaults());
    assertThat(options.image()).startsWith("rancher/k3s:");
    assertThat(options.privileged()).isTrue();
    assertThat(options.controllerImage()).isEqualTo("openkruise/kruise-rollout:v0.6.2");
  }

  @Test
  @DisplayName("are what the environment says")
  void environment() {
    Map<String, String> environment =
        Map.of(
            "KRUISE_K3S_IMAGE", "mirror/k3s:1",
            "KRUISE_K3S_PRIVILEGED", "false",
            "KRUISE_CONTROLLER_IMAGE", "mirror/controller:1");
    assertThat(from(environment))
        .isEqualTo(
            K3sOptions.defaults()
                .withImage("mirror/k3s:1")
                .withPrivileged(false)
                .withControllerImage("mirror/controller:1"));
  }

  @Test
  @DisplayName("refuse what is neither true nor false")
  void nonsense() {
    assertThatThrownBy(() -> from(Map.of("KRUISE_K3S_PRIVILEGED", "no")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("KRUISE_K3S_PRIVILEGED is \"no\": write true or false");
  }

  private static K3sOptions from(Map<String, String> environment) {
    return K3sOptions.from(name -> Optional.ofNullable(environment.get(name)));
  }
}
