// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.api.WatchScope;
import io.kruise.rollouts.client.internal.api.WatchStream;
import io.kruise.rollouts.client.internal.workload.Kinds;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("real")
@DisplayName("what the client relies on in the API server")
class ApiServerFactsIT {
  @RegisterExtension static final RealCluster cluster = new RealCluster();

  @Test
  @DisplayName(
      "a JSON Patch of the main resource may test the status, and a failed test changes nothing")
  void testsOnStatus() {
    Scene scene =
        Scene.set(
            cluster.admin(),
            cluster.namespace(),
            "facts",
            DeploymentFixture.deployment("facts").replicas(1),
            RolloutFixture.canary("facts").steps(new IntOrString(1), new IntOrString(1)));
    scene.untilAwaiting(1, scene.release("version-2", "r2"));
    String guarded =
        """
        [{"op":"test","path":"/status/canaryStatus/currentStepIndex","value":%d},
         {"op":"add","path":"/spec/strategy/canary/steps/1/pause/duration","value":7}]""";
    PatchContext jsonPatch = PatchContext.of(PatchType.JSON);
    assertThatThrownBy(() -> scene.ops.resource().patch(jsonPatch, guarded.formatted(2)))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422));
    assertThat(scene.ops.get().plannedPause(2)).isEmpty();
    Rollout written = scene.ops.resource().patch(jsonPatch, guarded.formatted(1));
    assertThat(RolloutView.of(written).plannedPause(2)).contains(Duration.ofSeconds(7));
  }

  @Test
  @DisplayName(
      "a watch from what is forgotten ends with 410, one without a version begins with now")
  void watchFromThePresent() throws Exception {
    Rollout rollout =
        cluster
            .admin()
            .resource(RolloutFixture.canary("quiet").steps(new IntOrString(1)).build())
            .inNamespace(cluster.namespace())
            .create();

    try (Heard heard = new Heard("1")) {
      Throwable end = heard.end.get(30, TimeUnit.SECONDS);
      assertThat(end).matches(ApiFailures::isExpired, "410");
    }
    try (Heard heard = new Heard("")) {
      Rollout first = heard.first.get(30, TimeUnit.SECONDS);
      assertThat(first.getMetadata().getUid()).isEqualTo(rollout.getMetadata().getUid());
    }
  }

  /** A watch on the Rollout "quiet". */
  private static final class Heard implements WatchStream.Listener, AutoCloseable {
    final CompletableFuture<Rollout> first = new CompletableFuture<>();
    final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    private final WatchStream watch;

    Heard(String resourceVersion) {
      RolloutRef ref = new RolloutRef(cluster.namespace(), "quiet");
      watch =
          new RolloutApi(cluster.admin(), Kinds.standard())
              .watch(WatchScope.rollout(ref), resourceVersion, this);
    }

    @Override
    public boolean wants(RolloutRef ref) {
      return true;
    }

    @Override
    public void changed(RolloutRef ref, String version, @Nullable Rollout rollout) {
      first.complete(rollout);
    }

    @Override
    public void deleted(RolloutRef ref, String version) {}

    @Override
    public void reached(String version) {}

    @Override
    public void ended(@Nullable Throwable failure) {
      end.complete(failure);
    }

    @Override
    public void close() {
      watch.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rollouts", "batchreleases", "trafficroutings", "rollouthistories"})
  @DisplayName("the CRDs in the model's jar are accepted")
  void crds(String plural) throws Exception {
    String resource = "/META-INF/fabric8/" + plural + ".rollouts.kruise.io-v1.yml";
    try (InputStream yaml = Rollout.class.getResourceAsStream(resource)) {
      assertThat(yaml).as(resource).isNotNull();
      CustomResourceDefinition crd =
          cluster
              .admin()
              .getKubernetesSerialization()
              .unmarshal(yaml, CustomResourceDefinition.class);
      crd.getSpec().setGroup("try.rollouts.kruise.io");
      crd.getMetadata().setName(plural + ".try.rollouts.kruise.io");
      crd.getMetadata().getAnnotations().put("api-approved.kubernetes.io", "unapproved, a test");
      cluster.admin().resource(crd).dryRun().create();
    }
  }
}
