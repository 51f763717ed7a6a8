// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a witness saw: fabric8's own watch, which shares nothing with the client under test. It
 * knows how often each step of one revision was entered, and whether it ever paused there.
 */
final class StepHistory implements Watcher<Rollout>, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<RolloutView> seen = new ArrayList<>();
  private final Watch watch;

  private StepHistory(Scene scene) {
    watch = scene.ops.resource().watch(this);
  }

  static StepHistory of(Scene scene) {
    return new StepHistory(scene);
  }

  @Override
  public synchronized void eventReceived(Action action, @Nullable Rollout rollout) {
    if (rollout != null) {
      seen.add(RolloutView.of(rollout));
      notifyAll();
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    throw new IllegalStateException("the witness lost its watch", cause);
  }

  @Override
  public void onClose() {
    // closed by us
  }

  @Override
  public void close() {
    watch.close();
  }

  /**
   * Each step of the revision, up to the last one walked, was entered once, in order, and paused
   * before it was left.
   */
  synchronized void assertEachStepLeftOnce(RolloutView last, int walked) {
    awaitVersion(last.resourceVersion());
    String revision = last.revision();
    List<Integer> entered = new ArrayList<>();
    List<Integer> paused = new ArrayList<>();
    for (RolloutView view : seen) {
      int index = view.position().stepIndex();
      if (!view.revision().equals(revision) || view.progressing().isEmpty()) {
        continue;
      }
      if (entered.isEmpty() || entered.get(entered.size() - 1) != index) {
        entered.add(index);
      }
      if (view.position().state() == StepState.STEP_PAUSED && !paused.contains(index)) {
        paused.add(index);
      }
    }
    List<Integer> all = IntStream.rangeClosed(1, walked).boxed().toList();
    assertThat(entered).as("the steps in the order in which they were entered").isEqualTo(all);
    assertThat(paused)
        .as("the steps that paused, none skipped by a second approval")
        .isEqualTo(all);
  }

  /** The witness has a connection of its own, and may be behind. */
  private void awaitVersion(String version) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (seen.stream()
          .noneMatch(view -> Long.parseLong(view.resourceVersion()) >= Long.parseLong(version))) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        assertThat(left).as("ms left for the witness to see version " + version).isPositive();
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
