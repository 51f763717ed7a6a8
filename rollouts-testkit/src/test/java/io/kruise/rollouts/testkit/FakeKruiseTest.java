// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@DisplayName("a fake cluster")
class FakeKruiseTest {
  private static final Instant VIRTUAL_START = Instant.parse("2026-01-01T00:00:00Z");

  /** A pool that is shut down takes a moment for its threads to return. */
  private static final long ENDING_MILLIS = 5_000;

  @Test
  @DisplayName("is found by its kubeconfig, as text and as a file that only its owner may read")
  void kubeconfig(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("kubeconfig"), "a longer one ".repeat(1000));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    Path fresh = directory.resolve("fresh");
    try (FakeKruise kruise = FakeKruise.start()) {
      kruise.writeKubeconfig(file);
      kruise.writeKubeconfig(fresh);

      assertThat(file).hasContent(kruise.kubeconfig());
      assertThat(List.of(file, fresh))
          .allSatisfy(
              each ->
                  assertThat(Files.getPosixFilePermissions(each))
                      .isEqualTo(PosixFilePermissions.fromString("rw-------")));
      Config config = Config.fromKubeconfig(fresh.toFile());
      assertThat(config.getMasterUrl()).isEqualTo(kruise.url() + "/");
      assertThat(config.getNamespace()).isEqualTo("default");
      try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
        assertThat(client.namespaces().list().getItems())
            .extracting(each -> each.getMetadata().getName())
            .containsExactly("default", "kube-node-lease", "kube-public", "kube-system");
        assertThat(client.resource(map("here")).create().getMetadata().getNamespace())
            .isEqualTo("default");
      }
      assertThat(kruise.client().configMaps().withName("here").get()).isNotNull();
    }
  }

  @Test
  @DisplayName("in virtual time stands still, and does all that is due on the way when moved")
  void virtualTime() {
    try (FakeKruise kruise =
        FakeKruise.builder()
            .virtualTime()
            .pods(PodBehaviors.standard().otherwise(PodBehavior.readyAfter(Duration.ofMinutes(2))))
            .start()) {
      assertThat(kruise.now()).isEqualTo(VIRTUAL_START);
      Deployment made =
          kruise
              .client()
              .resource(DeploymentFixture.deployment("demo").replicas(2).build())
              .create();
      assertThat(made.getMetadata().getCreationTimestamp()).isEqualTo("2026-01-01T00:00:00Z");
      assertThat(kruise.now()).isEqualTo(VIRTUAL_START);
      assertThat(pods(kruise)).isEmpty();

      kruise.advance(Duration.ofMinutes(1));
      assertThat(kruise.now()).isEqualTo(VIRTUAL_START.plusSeconds(60));
      assertThat(pods(kruise)).hasSize(2);
      assertThat(deployment(kruise).getStatus().getReadyReplicas()).isNull();

      kruise.advance(Duration.ofMinutes(2));
      assertThat(deployment(kruise).getStatus().getReadyReplicas()).isEqualTo(2);
      assertThat(deployment(kruise).getStatus().getConditions())
          .allSatisfy(
              each ->
                  assertThat(Instant.parse(each.getLastTransitionTime()))
                      .isBetween(VIRTUAL_START, VIRTUAL_START.plusSeconds(180)));
      kruise.advance(Duration.ZERO);
      assertThat(kruise.now()).isEqualTo(VIRTUAL_START.plusSeconds(180));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> kruise.advance(Duration.ofSeconds(-1)))
          .withMessageContaining("back");
    }
  }

  @Test
  @DisplayName("in its own time passes it by itself, as fast as asked for, and can't be moved")
  void speed() {
    double speed = 10_000;
    try (FakeKruise kruise = FakeKruise.builder().virtualTime().speed(speed).start()) {
      Instant before = kruise.now();
      long nanos = System.nanoTime();
      kruise.client().resource(DeploymentFixture.deployment("demo").build()).create();
      Deployment ready =
          kruise
              .client()
              .apps()
              .deployments()
              .withName("demo")
              .waitUntilCondition(FakeKruiseTest::available, 20, TimeUnit.SECONDS);
      long passed = System.nanoTime() - nanos;
      assertThat(available(ready)).isTrue();
      assertThat(Duration.between(before, kruise.now()))
          .isGreaterThanOrEqualTo(Duration.ofNanos((long) (passed * speed)));
      assertThatThrownBy(() -> kruise.advance(Duration.ofSeconds(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("virtualTime()");
    }
  }

  @Test
  @DisplayName("keeps our time unless told otherwise")
  void ourTime() {
    long begun = System.nanoTime();
    Instant before = Instant.now();
    try (FakeKruise kruise = FakeKruise.start()) {
      Instant first = kruise.now();
      Instant second = kruise.now();
      assertThat(first).isBetween(before, Instant.now());
      assertThat(Duration.between(first, second).toNanos())
          .isBetween(0L, System.nanoTime() - begun);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {0, -1, 100_001, Double.NaN, Double.POSITIVE_INFINITY})
  @DisplayName("refuses a speed that time can't have")
  void wrongSpeed(double speed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FakeKruise.builder().speed(speed))
        .withMessageContaining("above 0 and at most 100000");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {-1, 65_536})
  @DisplayName("refuses a port that can't be")
  void wrongPort(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FakeKruise.builder().port(port))
        .withMessage("there is no port " + port + ": from 0 to 65535");
  }

  @Test
  @DisplayName("says so when its port is taken, and leaves nothing behind then")
  void takenPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      FakeKruise.Builder builder = FakeKruise.builder().port(taken.getLocalPort());
      assertThatThrownBy(builder::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("can't listen on port " + taken.getLocalPort());
      assertNoneLeft(before);
    }
  }

  @Test
  @DisplayName("leaves no thread and no port when it is closed, and its client is closed with it")
  void closed() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    FakeKruise kruise = FakeKruise.start();
    KubernetesClient client = kruise.client();
    assertThat(kruise.client()).isSameAs(client);
    client.resource(DeploymentFixture.deployment("demo").build()).create();
    int port = URI.create(kruise.url()).getPort();
    kruise.close();
    kruise.close();

    assertNoneLeft(before);
    assertThatThrownBy(() -> client.namespaces().list()).isInstanceOf(RuntimeException.class);
    try (FakeKruise next = FakeKruise.builder().port(port).start()) {
      assertThat(next.url()).isEqualTo("http://127.0.0.1:" + port);
      assertThat(next.client().apps().deployments().list().getItems()).isEmpty();
    }
  }

  @Test
  @DisplayName("knows nothing of another in the same process, and doesn't end with it")
  void two() {
    try (FakeKruise other = FakeKruise.builder().virtualTime().start()) {
      try (FakeKruise one = FakeKruise.builder().virtualTime().start()) {
        assertThat(one.url()).isNotEqualTo(other.url());
        one.client().resource(map("mine")).create();
        one.advance(Duration.ofHours(1));
        assertThat(other.client().configMaps().withName("mine").get()).isNull();
        assertThat(other.now()).isEqualTo(VIRTUAL_START);
      }
      assertThat(other.client().resource(map("still")).create().getMetadata().getUid())
          .isNotEmpty();
    }
  }

  private static void assertNoneLeft(Set<Thread> before) throws InterruptedException {
    List<Thread> ours =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread))
            .filter(thread -> thread.getName().matches("(vert|fake-kruise|.*kubernetes).*"))
            .toList();
    for (Thread thread : ours) {
      thread.join(ENDING_MILLIS);
    }
    assertThat(ours).noneMatch(Thread::isAlive);
  }

  private static ConfigMap map(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  private static boolean available(Deployment deployment) {
    return deployment != null
        && deployment.getStatus() != null
        && deployment.getSpec().getReplicas().equals(deployment.getStatus().getAvailableReplicas());
  }

  private static Deployment deployment(FakeKruise kruise) {
    return kruise.client().apps().deployments().withName("demo").get();
  }

  private static List<Pod> pods(FakeKruise kruise) {
    return kruise.client().pods().list().getItems();
  }
}
