// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisplayName("a recording")
class KruiseRecordingTest {
  private final Path directory;

  KruiseRecordingTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  @DisplayName("plays the guide's release again, transition by transition")
  void same() throws IOException {
    KruiseRecording read = KruiseRecording.read(recorded());
    assertThat(read.history().transitions()).hasSizeGreaterThan(30);
    assertThatCode(read::replay).doesNotThrowAnyException();
    assertThat(Files.readString(recorded()))
        .contains("\"path\" : \"/apis/apps/v1/namespaces/default/deployments\"")
        .doesNotContain("resourceVersion");
  }

  @Test
  @DisplayName("names the first transition that differs")
  void otherPods() throws IOException {
    KruiseRecording read = KruiseRecording.read(recorded());
    assertThatThrownBy(
            () ->
                read.replay(
                    FakeKruise.builder()
                        .pods(PodBehaviors.standard().otherwise(PodBehavior.neverReady()))))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("the replay differs at transition 10\nrecorded: 2026-01-01T00:00:1")
        .hasMessageContaining(
            "default/rollouts-demo: step 1 StepUpgrade -> step 1 StepTrafficRouting")
        .hasMessageContaining("\nreplayed: 2026-01-01T00:00:40Z default/rollouts-demo: ")
        .hasMessageContaining("\nbefore that:\n")
        .hasMessageContaining("and upgrade workload to new version");
  }

  @Test
  @DisplayName("says which request was refused")
  void refused() throws IOException {
    Path file = recorded();
    String edited =
        Files.readString(file).replace("deployments/workload-demo\"", "deployments/no\"");
    Files.writeString(file, edited);
    KruiseRecording read = KruiseRecording.read(file);
    assertThatThrownBy(read::replay)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("replayed: nothing")
        .hasMessageContaining("refused: 2026-01-01T00:00:10Z PATCH /apis/apps/v1/")
        .hasMessageContaining("not found");
  }

  @Test
  @DisplayName("is none of a run whose time passed by itself, nor of another file")
  void impossible() throws IOException {
    try (FakeKruise kruise = FakeKruise.start()) {
      assertThatThrownBy(() -> KruiseRecording.of(kruise))
          .isInstanceOf(IllegalStateException.class);
    }
    Path file = Files.writeString(directory.resolve("other.json"), "{}");
    assertThatThrownBy(() -> KruiseRecording.read(file))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Path recorded() throws IOException {
    Path file = directory.resolve("guide.json");
    try (FakeKruise kruise = FakeKruise.builder().virtualTime().start()) {
      KubernetesClient client = kruise.client();
      client.resource(DeploymentFixture.deployment("workload-demo").build()).create();
      client.resource(RolloutFixture.canary("rollouts-demo").build()).create();
      kruise.advance(Duration.ofSeconds(10));
      ReleaseFixture.release("version-2", "workload-demo").rolloutId("r2").deploy(client);
      kruise.advance(Duration.ofSeconds(30));
      client
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("notes")
                  .endMetadata()
                  .addToData("a", "b")
                  .build())
          .serverSideApply();
      approve(client);
      kruise.advance(Duration.ofSeconds(20));
      approve(client);
      kruise.advance(Duration.ofSeconds(20));
      assertThat(RolloutState.of(client.resources(Rollout.class).withName("rollouts-demo").get()))
          .extracting(RolloutState::phase)
          .isEqualTo("Healthy");
      KruiseRecording.of(kruise).writeTo(file);
    }
    return file;
  }

  private static void approve(KubernetesClient client) {
    client
        .resources(Rollout.class)
        .withName("rollouts-demo")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"canaryStatus\":{\"currentStepState\":\"StepReady\"}}}");
  }
}
