// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.Call;
import io.kruise.rollouts.testkit.Weather;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@DisplayName("watches that end")
class WatchFaultsTest {
  /** So long that only watches tell of anything. */
  private static final WaitOptions ONLY_WATCHES =
      WaitOptions.atMost(Duration.ofHours(2)).withRecheckEvery(Duration.ofHours(1));

  private final Scene scene = Scene.virtual();

  @AfterEach
  void close() {
    scene.close();
  }

  static Stream<Named<Consumer<Weather>>> faults() {
    return Stream.of(
        Named.of("dropped", Weather::dropWatches),
        Named.of("ended", Weather::endWatches),
        Named.of("expired", Weather::expireWatches));
  }

  @ParameterizedTest
  @MethodSource("faults")
  @DisplayName("are opened again by a wait")
  void waits(Consumer<Weather> fault) throws Exception {
    CompletableFuture<RolloutView> waiting =
        scene.demo().waitForAsync(StepExpectation.awaitingApproval(1), ONLY_WATCHES);
    scene.kruise().advance(Duration.ofMinutes(1));

    fault.accept(scene.weather());
    scene.kruise().advance(Duration.ofMinutes(1));
    fault.accept(scene.weather());
    assertThat(scene.weather().pending()).isEmpty();
    scene.kruise().advance(Duration.ofMinutes(1));
    scene.release("version-2");
    scene.kruise().advance(Duration.ofMinutes(1));

    assertThat(waiting).isCompleted();
  }

  @ParameterizedTest
  @MethodSource("faults")
  @DisplayName("that are refused then are asked for until they are opened")
  void refused(Consumer<Weather> fault) throws Exception {
    CompletableFuture<RolloutView> waiting =
        scene.demo().waitForAsync(StepExpectation.awaitingApproval(1), ONLY_WATCHES);
    scene.kruise().advance(Duration.ofMinutes(1));

    scene.weather().on(Call.watch("rollouts")).answer(429).answer(503).loseAnswer();
    fault.accept(scene.weather());
    scene.kruise().advance(Duration.ofMinutes(1));
    assertThat(scene.weather().pending()).isEmpty();
    scene.release("version-2");
    scene.kruise().advance(Duration.ofMinutes(1));

    assertThat(waiting).isCompleted();
  }

  static Stream<Named<Consumer<Weather>>> survivable() {
    return faults().limit(2);
  }

  @ParameterizedTest
  @MethodSource("survivable")
  @DisplayName("are opened again by a bare watcher, which misses nothing")
  void bare(Consumer<Weather> fault) {
    List<String> heard = new CopyOnWriteArrayList<>();
    scene.rollout().watch(new Hearing(heard));
    scene.release("version-2");
    scene.kruise().advance(Duration.ofSeconds(1));

    fault.accept(scene.weather());
    assertThat(scene.weather().pending()).isEmpty();
    scene.kruise().advance(Duration.ofMinutes(1));

    assertThat(heard).isNotEmpty();
    assertThat(heard.get(heard.size() - 1)).isEqualTo(scene.position());
    assertThat(heard).contains("1 StepUpgrade", "1 StepPaused");
  }

  @Test
  @DisplayName("expire with 410 for a bare watcher, and so does one from a version before")
  void expired() throws Exception {
    String before = scene.rollout().get().getMetadata().getResourceVersion();
    Closing open = new Closing();
    scene.rollout().watch(open);
    scene.release("version-2");
    scene.kruise().advance(Duration.ofMinutes(1));

    scene.weather().expireWatches();
    scene.kruise().advance(Duration.ZERO);
    assertThat(open.gone).isCompletedWithValue(true);

    Closing old = new Closing();
    scene.client().resources(Rollout.class).withResourceVersion(before).watch(old);
    scene.kruise().advance(Duration.ZERO);
    assertThat(old.gone).isCompletedWithValue(true);
  }

  @Test
  @DisplayName("that are none are said to be pending")
  void none() {
    scene.weather().dropWatches();

    assertThat(scene.weather().pending()).containsExactly("dropWatches(), and no watch was open");
  }

  private record Hearing(List<String> heard) implements Watcher<Rollout> {
    @Override
    public void eventReceived(Action action, Rollout rollout) {
      heard.add(Scene.position(rollout));
    }

    @Override
    public void onClose(WatcherException cause) {
      heard.add("closed: " + cause);
    }
  }

  private static final class Closing implements Watcher<Rollout> {
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();

    @Override
    public void eventReceived(Action action, Rollout resource) {}

    @Override
    public void onClose(WatcherException cause) {
      gone.complete(cause.isHttpGone());
    }
  }
}
