// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.contract;

import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The two forms of each verb that takes time. */
enum Call {
  /** On a thread that waits. */
  BLOCKING {
    @Override
    CompletableFuture<Approval> approve(RolloutOps ops, ApproveOptions options) {
      return onThread(() -> ops.approve(options));
    }

    @Override
    CompletableFuture<RolloutView> waitFor(
        RolloutOps ops, StepExpectation expectation, WaitOptions options) {
      return onThread(() -> ops.waitFor(expectation, options));
    }
  },

  /** Without a thread. */
  ASYNC {
    @Override
    CompletableFuture<Approval> approve(RolloutOps ops, ApproveOptions options) {
      return ops.approveAsync(options);
    }

    @Override
    CompletableFuture<RolloutView> waitFor(
        RolloutOps ops, StepExpectation expectation, WaitOptions options) {
      return ops.waitForAsync(expectation, options);
    }
  };

  abstract CompletableFuture<Approval> approve(RolloutOps ops, ApproveOptions options);

  abstract CompletableFuture<RolloutView> waitFor(
      RolloutOps ops, StepExpectation expectation, WaitOptions options);

  static <T> CompletableFuture<T> onThread(Supplier<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(call.get());
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            },
            "blocking-call");
    thread.setDaemon(true);
    thread.start();
    return result;
  }
}
