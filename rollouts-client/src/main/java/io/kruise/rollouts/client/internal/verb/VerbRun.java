// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.verb;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.VerbNotConfirmedException;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.follow.Follower;
import io.kruise.rollouts.client.internal.follow.Hands;
import io.kruise.rollouts.client.internal.follow.SerialQueue;
import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Carries a verb out: follows the Rollout, asks the verb, writes what it wants, reads again. An
 * answer that was lost or refused by a guard is never taken for a result. Confined to its queue;
 * the future is the only thing that others touch.
 *
 * @param <R> what the verb returns
 */
public final class VerbRun<R> implements Follower.Listener {
  private static final Duration RECHECK = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final int MOST_WRITES = 10;

  private final Hands hands;
  private final WaitClock clock;
  private final RolloutRef ref;
  private final Verb<R> verb;
  private final Duration bound;
  private final Instant begun;
  private final SerialQueue queue;
  private final Follower follower;
  private final CompletableFuture<R> result = new CompletableFuture<>();

  private WaitClock.Task deadline = () -> {};
  private WaitClock.Task next = () -> {};
  private boolean busy;
  private @Nullable Rollout rollout;
  private @Nullable Rollout lastRollout;
  private @Nullable WorkloadView workload;
  private int writes;
  private int confirmed;
  private int sentInARow;
  private String waitsFor = "nothing was ever read";
  private @Nullable Throwable trouble;
  private @Nullable Throwable writeTrouble;
  private @Nullable Throwable refusal;
  private String refusedAt = "";

  private VerbRun(Hands hands, WaitClock clock, RolloutRef ref, Verb<R> verb, Duration bound) {
    this.hands = hands;
    this.clock = clock;
    this.ref = ref;
    this.verb = verb;
    this.bound = bound;
    this.begun = clock.now();
    this.queue = new SerialQueue(clock, result::completeExceptionally);
    this.follower =
        new Follower(
            hands.rollouts(), hands.feeds(), queue, ref, RECHECK, Follower.Rechecks.ALONE, this);
  }

  /**
   * Begins.
   *
   * @param hands the calls
   * @param clock the time
   * @param ref which Rollout
   * @param verb what is to be done
   * @param bound how long it may take at most
   * @param <R> what the verb returns
   * @return completes when it was seen to be done; cancelling it stops all that was started, but no
   *     write that was sent
   */
  public static <R> CompletableFuture<R> start(
      Hands hands, WaitClock clock, RolloutRef ref, Verb<R> verb, Duration bound) {
    VerbRun<R> run = new VerbRun<>(hands, clock, ref, verb, bound);
    run.queue.execute(run::begin);
    CompletableFuture<R> result = run.result;
    result.whenComplete((done, failure) -> run.queue.execute(run::cleanUp));
    return result;
  }

  private void begin() {
    if (!result.isDone()) {
      deadline = queue.schedule(bound, this::timeOut);
      follower.start();
    }
  }

  private void cleanUp() {
    follower.close();
    deadline.cancel();
    next.cancel();
  }

  // ---- what comes in

  @Override
  public void seen(Rollout seen) {
    rollout = seen;
    lastRollout = seen;
    consider();
  }

  @Override
  public void gone() {
    rollout = null;
    busy = false;
    if (lastRollout == null) {
      result.completeExceptionally(new RolloutNotFoundException(ref));
    } else {
      consider();
    }
  }

  @Override
  public void trouble(@Nullable Throwable failure) {
    trouble = failure;
  }

  @Override
  public void refused(Throwable failure) {
    result.completeExceptionally(failure);
  }

  // ---- what is done

  private void consider() {
    if (busy || result.isDone() || lastRollout == null) {
      return;
    }
    next.cancel();
    if (!verb.needsWorkload()) {
      decide();
      return;
    }
    busy = true;
    hands
        .workloads()
        .get(
            ref.namespace(), requireNonNull(requireNonNull(lastRollout).getSpec().getWorkloadRef()))
        .whenCompleteAsync(this::workloadRead, queue);
  }

  private void workloadRead(@Nullable WorkloadView found, @Nullable Throwable failure) {
    busy = false;
    if (failure == null || ApiFailures.isNotFound(failure)) {
      workload = found;
      decide();
    } else if (ApiFailures.isTransient(failure)) {
      trouble = ApiFailures.unwrap(failure);
      later(RECHECK);
    } else {
      result.completeExceptionally(ApiFailures.unwrap(failure));
    }
  }

  private void decide() {
    if (result.isDone()) {
      return;
    }
    RolloutView view = RolloutView.of(requireNonNull(lastRollout));
    Move<R> move =
        verb.next(new Sight(rollout, view, workload, writes, Duration.between(begun, clock.now())));
    if (move instanceof Move.Done<R> done) {
      result.complete(done.result());
    } else if (move instanceof Move.Refuse<R> refuse) {
      result.completeExceptionally(refuse.failure());
    } else if (move instanceof Move.Wait<R> wait) {
      waitsFor = wait.why();
      sentInARow = 0;
      later(RECHECK);
    } else {
      write(move);
    }
  }

  private void write(Move<R> move) {
    String version = version();
    if (refusal != null && refusedAt.equals(version)) {
      // what the guards were made for still stands there: it was not they that refused
      result.completeExceptionally(refusal);
    } else if (confirmed >= MOST_WRITES) {
      fail("it was written " + confirmed + " times, and each time overwritten");
    } else {
      busy = true;
      Duration pause =
          sentInARow == 0 ? Duration.ZERO : FIRST_PAUSE.multipliedBy(1L << Math.min(sentInARow, 5));
      sentInARow++;
      next = queue.schedule(pause, () -> send(move, version));
    }
  }

  private String version() {
    String ofRollout =
        String.valueOf(requireNonNull(lastRollout).getMetadata().getResourceVersion());
    return ofRollout + "/" + (workload == null ? "" : workload.resourceVersion());
  }

  private void send(Move<R> move, String version) {
    if (result.isDone()) {
      return;
    }
    waitsFor = "the answer to a write";
    carryOut(move)
        .whenCompleteAsync((answer, failure) -> answered(answer, failure, version), queue);
  }

  private CompletableFuture<?> carryOut(Move<R> move) {
    if (move instanceof Move.Delete<R> delete) {
      return hands.rollouts().delete(ref, delete.uid());
    }
    if (!(move instanceof Move.Write<R> write)) {
      throw new IllegalArgumentException("nothing to be sent: " + move);
    }
    return switch (write.target()) {
      case ROLLOUT -> hands.rollouts().patchSpec(ref, write.patch());
      case ROLLOUT_STATUS -> hands.rollouts().patchStatus(ref, write.patch());
      case WORKLOAD ->
          hands
              .workloads()
              .patch(
                  ref.namespace(),
                  requireNonNull(requireNonNull(lastRollout).getSpec().getWorkloadRef()),
                  write.patch());
    };
  }

  private void answered(@Nullable Object answer, @Nullable Throwable failure, String version) {
    if (failure == null) {
      writes++;
      confirmed++;
      writeTrouble = null;
      refusal = null;
      if (answer instanceof WorkloadView written) {
        busy = false;
        workload = written;
        decide(); // by the answer itself: it tells what the webhook made of the write
        return;
      }
    } else if (ApiFailures.isInvalid(failure)) {
      refusal = ApiFailures.unwrap(failure);
      refusedAt = version;
    } else if (ApiFailures.isGuardRefusal(failure)) {
      writeTrouble =
          ApiFailures.unwrap(failure); // a conflict: somebody else wrote at the same time
    } else if (ApiFailures.isTransient(failure)) {
      writes++;
      writeTrouble = ApiFailures.unwrap(failure);
    } else if (!ApiFailures.isNotFound(failure)) {
      result.completeExceptionally(ApiFailures.unwrap(failure));
      return;
    }
    follower.look(this::looked);
  }

  private void looked() {
    busy = false;
    consider();
  }

  private void later(Duration delay) {
    next.cancel();
    next = queue.schedule(delay, this::consider);
  }

  // ---- the bound

  private void timeOut() {
    fail("it was not seen to be done within " + bound.toMillis() / 1000.0 + " s");
  }

  private void fail(String why) {
    @Nullable RolloutView last = lastRollout == null ? null : RolloutView.of(lastRollout);
    result.completeExceptionally(
        new VerbNotConfirmedException(
            ref,
            verb.toString(),
            writes,
            why + "; it waited for " + waitsFor,
            last,
            writeTrouble == null ? trouble : writeTrouble));
  }
}
