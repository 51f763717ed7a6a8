// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.weather;

/** The connection is to break before a request is answered. */
public final class AnswerLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AnswerLostException() {
    super("the answer is lost");
  }
}
