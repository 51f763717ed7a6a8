// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.service;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Timeout(60)
@DisplayName("the README's first example")
class ReadmeExampleTest {
  private static final Path SOURCE =
      Path.of("src/test/java", ReadmeExampleTest.class.getName().replace('.', '/') + ".java");
  private static final Logger log = LoggerFactory.getLogger(ReadmeExampleTest.class);

  private static ReleaseOutcome example(KubernetesClient kubernetes) {
    // README: begin
    RolloutOps demo =
        RolloutsClient.on(kubernetes).inNamespace("default").withName("rollouts-demo");

    Release release = demo.release(ReleaseRequest.of("r2", TemplateChange.image("nginx:1.29")));
    release.await(awaitingApproval(1), WaitOptions.atMost(Duration.ofMinutes(10)));
    release.approve(1);
    ReleaseOutcome outcome = release.approveAll(WaitOptions.atMost(Duration.ofHours(1)));
    if (!outcome.met()) {
      log.warn(outcome.text() + ": " + demo.explain());
      release.rollback(WaitOptions.defaults());
    }
    // README: end
    return outcome;
  }

  @Test
  @DisplayName("is compiled, and completes a release")
  void completes() {
    try (FakeKruise kruise = FakeKruise.builder().speed(60).start()) {
      KubernetesClient kubernetes = kruise.client();
      kubernetes.resource(DeploymentFixture.deployment("workload-demo").build()).create();
      kubernetes
          .resource(RolloutFixture.canary("rollouts-demo").forDeployment("workload-demo").build())
          .create();
      untilArmed(kubernetes);

      assertThat(example(kubernetes)).isInstanceOf(ReleaseOutcome.Completed.class);
    }
  }

  /** The time goes by itself here, as on a real cluster: the controller labels the workload. */
  private static void untilArmed(KubernetesClient kubernetes) {
    kubernetes
        .apps()
        .deployments()
        .withName("workload-demo")
        .waitUntilCondition(
            deployment ->
                deployment.getMetadata().getLabels() != null
                    && deployment.getMetadata().getLabels().containsKey(RolloutLabels.WORKLOAD_TYPE)
                    && deployment.getStatus() != null
                    && Integer.valueOf(10).equals(deployment.getStatus().getReadyReplicas()),
            30,
            TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("stands in the README as it is here")
  void sameInReadme() throws IOException {
    Matcher readme =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "README.md")));
    Matcher here =
        Pattern.compile("// README: begin\n(.*?)// README: end", Pattern.DOTALL)
            .matcher(Files.readString(SOURCE));
    assertThat(readme.find()).isTrue();
    assertThat(here.find()).isTrue();
    assertThat(code(readme.group(1))).isEqualTo(code(here.group(1)));
  }

  /** Without comments and white space. */
  private static String code(String text) {
    return text.replaceAll("//[^\n]*", "").replaceAll("\\s+", "");
  }
}
