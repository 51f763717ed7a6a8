// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kruise.rollouts.testkit.k3s.ControllerPods.MissingImage;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the controller's pods")
class ControllerPodsTest {
  private static final String SAID = "Back-off pulling image \"mirror/manager:v1\"";

  @ParameterizedTest
  @ValueSource(strings = {"ImagePullBackOff", "InvalidImageName"})
  @DisplayName("that get no image end the wait, with what the kubelet says")
  void missingImage(String reason) {
    assertThat(ControllerPods.missingImage(List.of(waiting(reason))))
        .contains(new MissingImage("mirror/manager:v1", reason + ", " + SAID));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ContainerCreating", "ErrImagePull", "CrashLoopBackOff"})
  @DisplayName("that may still come don't")
  void mayCome(String reason) {
    assertThat(ControllerPods.missingImage(List.of(waiting(reason)))).isEmpty();
    assertThat(ControllerPods.seen(List.of(waiting(reason)))).contains("waits", reason);
  }

  @Test
  @DisplayName("are named when they are absent, new or running")
  void seen() {
    assertThat(ControllerPods.seen(List.of())).contains("no pod");
    assertThat(ControllerPods.seen(List.of(new Pod()))).contains("new");
    Pod running = new PodBuilder().withNewStatus().withPhase("Running").endStatus().build();
    assertThat(ControllerPods.seen(List.of(running))).contains("Running");
  }

  private static Pod waiting(String reason) {
    return new PodBuilder()
        .withNewStatus()
        .addNewContainerStatus()
        .withImage("mirror/manager:v1")
        .withNewState()
        .withNewWaiting()
        .withReason(reason)
        .withMessage(SAID)
        .endWaiting()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
