// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.wait;

import io.kruise.rollouts.client.Following;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.follow.ClockedFuture;
import io.kruise.rollouts.client.internal.follow.Follower;
import io.kruise.rollouts.client.internal.follow.Hands;
import io.kruise.rollouts.client.internal.follow.SerialQueue;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.Transition;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what happens to a Rollout. Confined to its queue; the future is what others touch. */
public final class FollowRun implements Follower.Listener, Following {
  private static final Logger LOG = LoggerFactory.getLogger(FollowRun.class);
  private static final Duration RECHECK = Duration.ofSeconds(5);

  private final RolloutRef ref;
  private final Consumer<? super Transition> listener;
  private final Follower follower;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final CompletableFuture<Void> ended;
  private @Nullable RolloutView last;

  private FollowRun(
      Hands hands,
      WaitClock clock,
      SerialQueue queue,
      RolloutRef ref,
      Consumer<? super Transition> listener) {
    this.ref = ref;
    this.ended = ClockedFuture.of(clock, end);
    this.listener = listener;
    this.follower =
        new Follower(
            hands.waits(), hands.feeds(), queue, ref, RECHECK, Follower.Rechecks.TOGETHER, this);
  }

  /**
   * Begins.
   *
   * @param hands the calls and watches
   * @param clock the time
   * @param ref which Rollout
   * @param listener hears what happens
   * @return the open stream
   */
  public static Following start(
      Hands hands, WaitClock clock, RolloutRef ref, Consumer<? super Transition> listener) {
    SerialQueue queue = new SerialQueue(clock, failure -> LOG.warn("following failed", failure));
    FollowRun run = new FollowRun(hands, clock, queue, ref, listener);
    queue.execute(run.follower::start);
    run.end.whenComplete((nothing, failure) -> queue.execute(run.follower::close));
    return run;
  }

  @Override
  public void seen(Rollout rollout) {
    RolloutView view = RolloutView.of(rollout);
    Optional<Transition> transition = Transition.between(last, view);
    last = view;
    transition.ifPresent(this::tell);
  }

  private void tell(Transition transition) {
    if (end.isDone()) {
      return;
    }
    try {
      listener.accept(transition);
    } catch (RuntimeException e) {
      LOG.warn("a listener failed on {}; the stream goes on", ref, e);
    }
  }

  @Override
  public void gone() {
    if (last == null) {
      end.completeExceptionally(new RolloutNotFoundException(ref));
    } else {
      tell(new Transition(Transition.Kind.DELETED, Optional.of(last), last));
      end.complete(null);
    }
  }

  @Override
  public void trouble(@Nullable Throwable failure) {
    // the watch is opened anew; what happened meanwhile is told then
  }

  @Override
  public void refused(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void close() {
    end.cancel(false);
  }
}
