// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.release;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.Rollback;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.RolloutFixture;
import io.kruise.rollouts.testkit.junit5.KruiseClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("a release of an Advanced DaemonSet")
class DaemonSetReleaseTest {
  private static final WaitOptions SOON = WaitOptions.atMost(Duration.ofMinutes(30));
  private static final String API_VERSION = "apps.kruise.io/v1alpha1";
  private static final String KIND = "DaemonSet";
  private static final String NAME = "demo";

  @Test
  @DisplayName("is taken back by walking: its status names no stable revision")
  void daemonSet() {
    try (FakeKruise kruise = FakeKruise.builder().virtualTime().start()) {
      RolloutOps demo = set(kruise);
      Release first = demo.release(version("r2", "version-2"));
      assertThat(first.await(awaitingApproval(1), SOON).met()).isTrue();

      Rollback rollback = first.rollback(SOON);

      assertThat(rollback.how()).isEqualTo(Rollback.How.WALKED);
      assertThat(version(kruise.client())).isEqualTo("version-1");
      Release second = demo.release(version("r3", "version-3"));
      assertThat(second.approveAll(SOON).text()).startsWith("completed");
      assertThat(demo.revisions()).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  private static ReleaseRequest version(String id, String version) {
    return ReleaseRequest.of(id, TemplateChange.env("main", "VERSION", version));
  }

  private static RolloutOps set(FakeKruise kruise) {
    KubernetesClient client = kruise.client();
    client
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: %s
                kind: %s
                metadata: {name: demo}
                spec:
                  selector: {matchLabels: {app: demo}}
                  template:
                    metadata: {labels: {app: demo}}
                    spec:
                      containers:
                      - name: main
                        image: busybox
                        env: [{name: VERSION, value: version-1}]
                """
                    .formatted(API_VERSION, KIND),
                GenericKubernetesResource.class))
        .create();
    Rollout rollout = RolloutFixture.canary(NAME).build();
    WorkloadRef ref = new WorkloadRef();
    ref.setApiVersion(API_VERSION);
    ref.setKind(KIND);
    ref.setName(NAME);
    rollout.getSpec().setWorkloadRef(ref);
    client.resource(rollout).create();
    kruise.advance(Duration.ofSeconds(30));
    return RolloutsClient.on(client, KruiseClock.of(kruise)).inNamespace("default").withName(NAME);
  }

  private static String version(KubernetesClient client) {
    GenericKubernetesResource found =
        client
            .genericKubernetesResources(API_VERSION, KIND)
            .inNamespace("default")
            .withName(NAME)
            .get();
    return found.get("spec", "template", "spec", "containers", 0, "env", 0, "value");
  }
}
