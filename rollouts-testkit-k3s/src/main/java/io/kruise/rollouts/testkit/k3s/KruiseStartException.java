// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cluster did not start, or Kruise Rollouts does not answer in it. The message is one sentence:
 * what was wanted, what was seen, what to do. Logs that tell more are attached, suppressed, and so
 * appear below the stack trace.
 */
public final class KruiseStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient Optional<String> logs;

  /** Why. */
  public enum Reason {
    /** No Docker engine answers. */
    NO_DOCKER,
    /** An image is neither there nor to be had. */
    NO_IMAGE,
    /** The container ended, or did not get ready in time. */
    CONTAINER_FAILED,
    /** There is no Kruise Rollouts, or it cannot be installed. */
    NOT_INSTALLED,
    /** Kruise Rollouts does not answer in time. */
    NO_ANSWER
  }

  KruiseStartException(
      Reason reason, String sentence, Optional<String> logs, @Nullable Throwable cause) {
    super(sentence, cause);
    this.reason = requireNonNull(reason, "reason");
    this.logs = requireNonNull(logs, "logs");
    logs.ifPresent(text -> addSuppressed(new LogsOfFailure(text)));
  }

  /**
   * Why.
   *
   * @return one of a closed set
   */
  public Reason reason() {
    return reason;
  }

  /**
   * The end of the log that tells most: the controller's where there is one, else the container's.
   *
   * @return empty when nothing was written
   */
  public Optional<String> logs() {
    return logs;
  }

  /** Carries logs to where the failure is shown. It is never thrown. */
  private static final class LogsOfFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LogsOfFailure(String logs) {
      super(logs, null, false, false);
    }
  }
}
