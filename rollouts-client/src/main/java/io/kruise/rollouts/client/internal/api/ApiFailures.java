// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.api;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads failed calls. An answer that never came and one that says "later" are alike: nothing is
 * known.
 */
public final class ApiFailures {
  private ApiFailures() {}

  /**
   * Whether the call may succeed when it is made again: no answer, 429, or a server's own error.
   *
   * @param failure a failed call
   * @return false for a refusal, for a client that was closed, and for what is no failed call
   */
  public static boolean isTransient(Throwable failure) {
    int code = code(failure);
    if (code > 0) {
      return code == 429 || code >= 500;
    }
    // both HTTP clients say so when they were closed
    return unwrap(failure) instanceof KubernetesClientException call
        && !(call.getCause() instanceof IllegalStateException);
  }

  /**
   * Whether a write was refused because the object is not as its guard wants it: 422 for a failed
   * JSON Patch test, 409 for a stale version. The server doesn't say which test; only a look tells.
   *
   * @param failure a failed call
   * @return true for 422 and 409
   */
  public static boolean isGuardRefusal(Throwable failure) {
    return code(failure) == 422 || code(failure) == 409;
  }

  /**
   * Whether the answer was 404.
   *
   * @param failure a failed call
   * @return true for 404
   */
  public static boolean isNotFound(Throwable failure) {
    return code(failure) == 404;
  }

  /**
   * Whether the answer was 410: the version to begin with is older than what the server remembers.
   *
   * @param failure a failed call, or null for none
   * @return true for 410
   */
  public static boolean isExpired(@Nullable Throwable failure) {
    return failure != null && code(failure) == 410;
  }

  /**
   * Whether the answer was 403.
   *
   * @param failure a failed call, or null for none
   * @return true for 403
   */
  public static boolean isForbidden(@Nullable Throwable failure) {
    return failure != null && code(failure) == 403;
  }

  /**
   * Whether a write was refused with 422: a guard that did not hold, or an object that is not
   * valid.
   *
   * @param failure a failed call
   * @return true for 422
   */
  public static boolean isInvalid(Throwable failure) {
    return code(failure) == 422;
  }

  /** Whether a 404 names the object that is missing; without a name it may be the whole kind. */
  static boolean namesTheObject(Throwable failure) {
    @Nullable Status status =
        unwrap(failure) instanceof KubernetesClientException refusal ? refusal.getStatus() : null;
    return status != null && status.getDetails() != null && status.getDetails().getName() != null;
  }

  private static int code(Throwable failure) {
    return unwrap(failure) instanceof KubernetesClientException refusal ? refusal.getCode() : 0;
  }

  /**
   * The failure itself.
   *
   * @param failure what a future gave
   * @return what it wraps
   */
  public static Throwable unwrap(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? unwrap(cause) : failure;
  }
}
