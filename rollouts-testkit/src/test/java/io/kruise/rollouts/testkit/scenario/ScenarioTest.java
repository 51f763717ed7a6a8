// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A scenario is read from YAML")
class ScenarioTest {
  private static Scenario read(Path folder, String yaml) throws IOException {
    return Scenario.read(Files.writeString(folder.resolve("one.yaml"), yaml));
  }

  @Test
  @DisplayName("with its shorthand written out")
  void shorthand(@TempDir Path folder) throws IOException {
    Scenario scenario =
        read(
            folder,
            """
            name: one
            given:
              workload: {kind: StatefulSet, pods: 3, rolloutId: none}
              rollout: {style: partition, steps: [1, 100%]}
            steps:
            - setTemplate: {version: v2, rolloutId: r2}
            - walk: [1]
            - completed: 3
            """);
    assertThat(scenario.workloadKind().plural()).isEqualTo("statefulsets");
    assertThat(scenario.workload()).isEqualTo("web");
    assertThat(scenario.rollout()).isEqualTo("web-release");
    assertThat(scenario.ids()).containsExactly("r2");
    assertThat(scenario.actions())
        .map(action -> action.brief().toString())
        .containsExactly(
            "{\"create\":{\"kind\":\"StatefulSet\",\"name\":\"web\"}}",
            "{\"until\":{\"wReady\":3,\"wReplicas\":3,\"wStatusCurrent\":true}}",
            "{\"create\":{\"kind\":\"Rollout\",\"name\":\"web-release\"}}",
            "{\"until\":{\"phase\":\"Healthy\",\"state\":\"Completed\"}}",
            "{\"sleep\":0.5}",
            "{\"setTemplate\":{\"version\":\"v2\",\"rolloutId\":\"r2\"}}",
            "{\"until\":{\"phase\":\"Progressing\",\"reason\":\"InRolling\",\"index\":1,"
                + "\"state\":\"StepPaused\",\"message\":\"step(1/2), and you need\"}}",
            "{\"sleep\":0.6}",
            "{\"approve\":{}}",
            "{\"until\":{\"phase\":\"Healthy\",\"reason\":\"Completed\",\"succeeded\":\"True\"}}",
            "{\"until\":{\"wReady\":3,\"wReplicas\":3,\"wStatusCurrent\":true,\"wUpdated\":3}}",
            "{\"sleep\":0.5}");
  }

  @Test
  @DisplayName("with what its Rollout refers to")
  void reference(@TempDir Path folder) throws IOException {
    Scenario scenario =
        read(
            folder,
            """
            name: one
            steps:
            - create:
                apiVersion: rollouts.kruise.io/v1beta1
                kind: Rollout
                metadata: {name: r}
                spec: {workloadRef: {apiVersion: apps.kruise.io/v1beta1, kind: StatefulSet, name: w}}
            - until: {phase: Healthy}
              timeout: 2.5
            - patch: {body: {}}
              expectError: maybe
            """);
    assertThat(scenario.workloadKind().path("n"))
        .isEqualTo("/apis/apps.kruise.io/v1beta1/namespaces/n/statefulsets");
    assertThat(scenario.workloadKind().isCustom()).isTrue();
    assertThat(scenario.workload()).isEqualTo("w");
    assertThat(scenario.actions().get(1).timeout()).contains(Duration.ofMillis(2500));
    assertThat(scenario.actions().get(2).mayFail()).isTrue();
  }

  @Test
  @DisplayName("and is refused, by its file's name, when it does something unknown")
  void unknown(@TempDir Path folder) {
    assertThatThrownBy(() -> read(folder, "{name: one, steps: [{dance: {}}]}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("one.yaml", "dance");
  }
}
