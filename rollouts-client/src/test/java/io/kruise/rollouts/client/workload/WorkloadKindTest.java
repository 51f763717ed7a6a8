// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.release.Obstacle;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.client.support.InProcessHttp;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("a kind of workload that users have defined")
class WorkloadKindTest {
  private static final String WORKLOAD = "/apis/game.example/v2/namespaces/default/heroes/demo";
  private static final ReleaseRequest RELEASE =
      ReleaseRequest.of("r2", TemplateChange.image("hero:2"));

  private final List<String> asked = new CopyOnWriteArrayList<>();

  private void serve(String uri, InProcessHttp.Answer answer) {
    String path = uri.replaceFirst("^https?://[^/]+", "").replaceFirst("\\?.*", "");
    asked.add(path);
    if (path.endsWith("/rollouts/demo")) {
      answer.whole(
          200,
          """
          {"apiVersion": "rollouts.kruise.io/v1beta1", "kind": "Rollout",
           "metadata": {"name": "demo", "namespace": "default", "generation": 1},
           "spec": {"workloadRef": {"apiVersion": "game.example/v2", "kind": "Hero",
             "name": "demo"}, "strategy": {"canary": {"steps": [{"replicas": 1}]}}},
           "status": {"phase": "Healthy", "observedGeneration": 1}}
          """);
    } else if (path.equals(WORKLOAD)) {
      answer.whole(
          200,
          """
          {"apiVersion": "game.example/v2", "kind": "Hero",
           "metadata": {"name": "demo", "namespace": "default", "uid": "u",
             "labels": {"rollouts.kruise.io/workload-type": "statefulset"}},
           "spec": {"team": 3, "replicas": 0,
             "template": {"spec": {"containers": [{"name": "a", "image": "hero:1"}]}}}}
          """);
    } else {
      answer.whole(404, "{\"kind\": \"Status\", \"code\": 404, \"details\": {\"name\": \"x\"}}");
    }
  }

  private KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder().withMasterUrl("http://in-process/").build())
        .withHttpClientFactory(new InProcessHttp.Factory(this::serve))
        .build();
  }

  private static RolloutOps demo(RolloutsClient rollouts) {
    return rollouts.inNamespace("default").withName("demo");
  }

  @Test
  @DisplayName("is asked for by the name that it has in URLs")
  void plural() {
    try (KubernetesClient client = client()) {
      RolloutsClient rollouts = RolloutsClient.on(client);
      assertThat(demo(rollouts).preflight(RELEASE).obstacles())
          .as("unknown, so its plural is taken to be heros")
          .containsExactly(Obstacle.WORKLOAD_NOT_FOUND);

      RolloutsClient knowing =
          rollouts.knowing(WorkloadKind.likeStatefulSet("game.example", "Hero", "heroes"));
      assertThat(demo(knowing).preflight(RELEASE).obstacles())
          .containsExactly(Obstacle.NO_REPLICAS);
      assertThat(asked).contains(WORKLOAD);
    }
  }

  @Test
  @DisplayName("counts its pods in its own way")
  void pods() {
    WorkloadKind hero =
        new WorkloadKind() {
          @Override
          public boolean is(String apiVersion, String kind) {
            return kind.equals("Hero");
          }

          @Override
          public String plural() {
            return "heroes";
          }

          @Override
          public Pods pods(Map<String, Object> spec, Map<String, Object> status) {
            return new Pods((Integer) spec.getOrDefault("team", 0), 3, 3, 3);
          }
        };
    try (KubernetesClient client = client()) {
      assertThat(demo(RolloutsClient.on(client).knowing(hero)).preflight(RELEASE).isClear())
          .isTrue();
    }
  }

  @Test
  @DisplayName("needs a name and a plural, and goes by its group")
  void names() {
    assertThatThrownBy(() -> WorkloadKind.likeStatefulSet("game.example", "Hero", " "))
        .isInstanceOf(IllegalArgumentException.class);
    WorkloadKind hero = WorkloadKind.likeStatefulSet("game.example", "Hero", "heroes");
    assertThat(hero.is("game.example/v1", "Hero")).isTrue();
    assertThat(hero.is("other.example/v1", "Hero")).isFalse();
    assertThat(hero.is("v1", "Hero")).isFalse();
    assertThat(hero.revisions()).isEqualTo(WorkloadKind.Revisions.CONTROLLER_REVISIONS);
  }
}
