// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.weather;

import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import io.kruise.rollouts.testkit.internal.api.ApiException;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.api.WatchSink;
import io.kruise.rollouts.testkit.internal.api.Watching;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Through here goes each request, whichever way it came in. What has not to wait is done when a
 * method returns, on the caller's thread. A future that never ends stands for a request that is
 * never answered; one that fails with {@link AnswerLostException} for a connection that breaks.
 * Thread-safe.
 */
public final class Gate {
  private static final Fate PASSES = new Fate.Passes();

  /** The cluster's time. */
  @FunctionalInterface
  public interface Later {
    /**
     * Runs something later.
     *
     * @param delay how much later
     * @param task what to run
     */
    void run(Duration delay, Runnable task);
  }

  private final ApiServer api;
  private final Function<ApiRequest, Fate> fates;
  private final Function<Supplier<ApiAnswer>, ApiAnswer> handling;
  private final Later later;

  private Gate(
      ApiServer api,
      Function<ApiRequest, Fate> fates,
      Function<Supplier<ApiAnswer>, ApiAnswer> handling,
      Later later) {
    this.api = api;
    this.fates = fates;
    this.handling = handling;
    this.later = later;
  }

  /**
   * A gate at which things may happen.
   *
   * @param api what is behind it
   * @param faults what happens to calls
   * @param overwrites what happens to approvals
   * @param later the cluster's time
   */
  public Gate(ApiServer api, Faults faults, Overwrites overwrites, Later later) {
    this(
        api,
        request -> Asked.of(request).map(faults::next).orElse(PASSES),
        overwrites::around,
        later);
  }

  /**
   * A gate that all passes.
   *
   * @param api what is behind it
   * @return the gate
   */
  public static Gate open(ApiServer api) {
    return new Gate(api, any -> PASSES, Supplier::get, (delay, task) -> task.run());
  }

  /**
   * Answers a request.
   *
   * @param request not for a watch
   * @return its answer
   */
  public CompletableFuture<ApiAnswer> handle(ApiRequest request) {
    Fate fate = fates.apply(request);
    if (fate instanceof Fate.Refused refused) {
      return CompletableFuture.completedFuture(refused.answer());
    }
    return meet(fate, () -> handling.apply(() -> api.handle(request)));
  }

  /**
   * Opens a watch.
   *
   * @param request for a watch
   * @param sink takes the events
   * @return the open watch; failed with {@link RefusedException} when it is refused
   */
  public CompletableFuture<Watching> watch(ApiRequest request, WatchSink sink) {
    Fate fate = fates.apply(request);
    if (fate instanceof Fate.Refused refused) {
      return CompletableFuture.failedFuture(new RefusedException(refused.answer()));
    }
    if (fate instanceof Fate.AnswerLost) {
      return CompletableFuture.failedFuture(new AnswerLostException());
    }
    return meet(fate, () -> opened(request, sink));
  }

  private Watching opened(ApiRequest request, WatchSink sink) {
    try {
      return api.watch(request, sink);
    } catch (ApiException e) {
      throw new RefusedException(ApiServer.refusal(e));
    }
  }

  private <T> CompletableFuture<T> meet(Fate fate, Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    if (fate instanceof Fate.Delayed delayed) {
      later.run(delayed.by(), () -> complete(result, work));
    } else if (fate instanceof Fate.AnswerLost) {
      complete(
          result,
          () -> {
            T unused = work.get();
            throw new AnswerLostException();
          });
    } else if (!(fate instanceof Fate.NeverAnswered)) {
      complete(
          result,
          () -> {
            if (fate instanceof Fate.After after) {
              after.first().run();
            }
            return work.get();
          });
    }
    return result;
  }

  private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
    try {
      result.complete(work.get());
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }
}
