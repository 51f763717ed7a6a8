// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a witness saw: fabric8's own watch, which shares nothing with the client under test. It
 * knows how often each step of one revision was entered, and whether it ever paused there.
 */
final class StepHistory implements Watcher<Rollout>, AutoCloseable {
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
  synchronized void assertEachStepLeftOnce(String revision, int walked) {
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
}
