// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Writes of the tests' own beside the controllers', which write the same objects all the time. Even
 * a patch of no version in particular is answered with 409 in the end: the API server applies it
 * anew five times, and each of them has the webhooks' way to go.
 */
final class Conflicts {
  private Conflicts() {}

  /** Writes, anew from its read on while the answer is 409; any other failure is the caller's. */
  static <T> T again(Callable<T> write) {
    return Awaitility.await()
        .atMost(1, TimeUnit.MINUTES)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .pollInSameThread()
        .ignoreExceptionsMatching(Conflicts::isConflict)
        .until(write, written -> true);
  }

  private static boolean isConflict(Throwable failure) {
    return failure instanceof KubernetesClientException call
        && call.getCode() == HttpURLConnection.HTTP_CONFLICT;
  }
}
