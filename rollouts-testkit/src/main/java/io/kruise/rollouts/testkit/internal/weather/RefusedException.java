// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.weather;

import io.kruise.rollouts.testkit.internal.api.ApiAnswer;

/** A watch was not opened. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiAnswer answer;

  RefusedException(ApiAnswer answer) {
    super("answered " + answer.code());
    this.answer = answer;
  }

  /**
   * What is answered.
   *
   * @return the answer
   */
  public ApiAnswer answer() {
    return answer;
  }
}
