// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.Call;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.Weather;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("the weather over HTTP, in time that passes by itself")
class WeatherOverHttpTest {

  @Nested
  @DisplayName("with the JDK's client")
  class Jdk extends OverHttp {
    @Override
    HttpClient.Factory http() {
      return new JdkHttpClientFactory();
    }
  }

  @Nested
  @DisplayName("with Vert.x")
  class Vertx extends OverHttp {
    @Override
    HttpClient.Factory http() {
      return new VertxHttpClientFactory();
    }
  }

  abstract static class OverHttp {
    private final FakeKruise kruise = FakeKruise.builder().speed(50).start();
    private KubernetesClient client;
    private Scene scene;

    abstract HttpClient.Factory http();

    @BeforeEach
    void begin() {
      client = client(config());
      scene = Scene.live(kruise, client).atFirstStep();
    }

    private ConfigBuilder config() {
      return new ConfigBuilder(Config.fromKubeconfig(kruise.kubeconfig()))
          .withRequestRetryBackoffLimit(0);
    }

    private KubernetesClient client(ConfigBuilder config) {
      return new KubernetesClientBuilder()
          .withHttpClientFactory(http())
          .withConfig(config.build())
          .build();
    }

    @AfterEach
    void close() {
      client.close();
      kruise.close();
    }

    @Test
    @DisplayName("an approval is overwritten, and approve() writes it again")
    void overwritten() {
      kruise.weather().overwriteNextApprovals(2);

      assertThat(Scene.position(scene.approveBlindly())).isEqualTo("1 StepReady");
      assertThat(scene.position()).isEqualTo("1 StepPaused");

      Approval approval = scene.demo().approve(ApproveOptions.step(1));
      assertThat(approval.writes()).isEqualTo(2);
      assertThat(kruise.weather().pending()).isEmpty();
    }

    @Test
    @DisplayName("an answer is lost, and approve() approves one step")
    void lost() {
      kruise.weather().on(Call.patch("rollouts/status")).loseAnswer().times(2);

      assertThatThrownBy(scene::approveBlindly).isInstanceOf(KubernetesClientException.class);
      scene.demo().waitForStep(2);
      scene.demo().approve(ApproveOptions.step(2));

      scene.demo().waitForStep(3);
      assertThat(scene.position()).isEqualTo("3 StepPaused");
      assertThat(kruise.weather().pending()).isEmpty();
    }

    @Test
    @DisplayName("an answer never comes, and approve() asks again")
    void timedOut() {
      kruise.weather().on(Call.patch("rollouts/status")).timeOut().times(2);

      // only what is to time out has little time, as a busy machine may be slow in all the rest
      try (KubernetesClient impatient = client(config().withRequestTimeout(1_000))) {
        Scene impatiently = scene.through(impatient);
        assertThatThrownBy(impatiently::approveBlindly)
            .isInstanceOf(KubernetesClientException.class)
            .rootCause()
            .isInstanceOfAny(TimeoutException.class, HttpTimeoutException.class);
        assertThat(scene.position()).isEqualTo("1 StepPaused");
        impatiently.demo().approve(ApproveOptions.step(1));
      }

      scene.demo().waitForStep(2);
      assertThat(kruise.weather().pending()).isEmpty();
    }

    @Test
    @DisplayName("a call comes late, and another client's before it")
    void lateAndSecond() {
      kruise.weather().on(Call.get("rollouts")).delay(Duration.ofSeconds(10));
      long begin = System.nanoTime();
      scene.rollout().get();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(190));

      kruise.weather().on(Call.patch("rollouts/status")).before(Scene::approveBlindly);
      scene.demo().approve(ApproveOptions.step(1));
      scene.demo().waitForStep(2);
      assertThat(kruise.weather().pending()).isEmpty();
    }

    @Test
    @DisplayName("errors have their Retry-After")
    void retryAfter() throws Exception {
      kruise.weather().on(Call.list("rollouts")).answer(429).answer(503).answer(500);
      HttpRequest list =
          HttpRequest.newBuilder(
                  URI.create(kruise.url() + "/apis/rollouts.kruise.io/v1beta1/rollouts"))
              .build();
      java.net.http.HttpClient plain = java.net.http.HttpClient.newHttpClient();

      HttpResponse<String> first = plain.send(list, HttpResponse.BodyHandlers.ofString());
      assertThat(first.statusCode()).isEqualTo(429);
      assertThat(first.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(first.body()).isEqualTo("Too many requests, please try again later.\n");

      HttpResponse<String> second = plain.send(list, HttpResponse.BodyHandlers.ofString());
      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(second.body()).contains("\"reason\":\"ServiceUnavailable\"");

      HttpResponse<String> third = plain.send(list, HttpResponse.BodyHandlers.ofString());
      assertThat(third.statusCode()).isEqualTo(500);
      assertThat(third.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    @DisplayName("a wait survives dropped, ended and expired watches")
    void watches() throws Exception {
      for (Consumer<Weather> fault :
          List.<Consumer<Weather>>of(
              Weather::dropWatches, Weather::endWatches, Weather::expireWatches)) {
        int step = scene.demo().get().position().stepIndex();
        CompletableFuture<Boolean> open = new CompletableFuture<>();
        kruise.weather().on(Call.watch("rollouts")).before(() -> open.complete(true));
        CompletableFuture<RolloutView> waiting =
            RolloutsClient.on(scene.client()) // no watch of an earlier wait, which it would join
                .rollout(scene.demo().ref())
                .waitForAsync(
                    StepExpectation.passed(step),
                    WaitOptions.atMost(Duration.ofSeconds(30))
                        .withRecheckEvery(Duration.ofSeconds(25)));
        open.get(10, TimeUnit.SECONDS);

        fault.accept(kruise.weather());
        scene.approveBlindly();

        waiting.get(20, TimeUnit.SECONDS);
        scene.demo().waitForStep(step + 1);
      }
    }

    @Test
    @DisplayName("a bare watcher hears on after its connection broke, and of an expiry")
    void bareWatcher() throws Exception {
      Watching watching = new Watching();
      scene.rollout().watch(watching);
      kruise.weather().dropWatches();
      kruise.weather().endWatches();

      scene.approveBlindly();
      watching.atStepTwo.get(20, TimeUnit.SECONDS);

      kruise.weather().expireWatches();
      assertThat(watching.gone.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static final class Watching implements Watcher<Rollout> {
    private final CompletableFuture<Boolean> atStepTwo = new CompletableFuture<>();
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();

    @Override
    public void eventReceived(Action action, Rollout resource) {
      if (Scene.position(resource).equals("2 StepPaused")) {
        atStepTwo.complete(true);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      gone.complete(cause.isHttpGone());
    }
  }
}
