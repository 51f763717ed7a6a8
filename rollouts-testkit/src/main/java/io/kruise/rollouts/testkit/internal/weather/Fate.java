// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.weather;

import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import java.time.Duration;

/** What becomes of a request. */
public sealed interface Fate {

  /** It is handled and answered. */
  record Passes() implements Fate {}

  /**
   * It is handled later.
   *
   * @param by how much, in the cluster's time
   */
  record Delayed(Duration by) implements Fate {}

  /**
   * It is handled after something else.
   *
   * @param first what
   */
  record After(Runnable first) implements Fate {}

  /**
   * It is not handled.
   *
   * @param answer what is answered instead
   */
  record Refused(ApiAnswer answer) implements Fate {}

  /** It is handled, and the connection breaks before the answer. */
  record AnswerLost() implements Fate {}

  /** It is neither handled nor answered. */
  record NeverAnswered() implements Fate {}
}
