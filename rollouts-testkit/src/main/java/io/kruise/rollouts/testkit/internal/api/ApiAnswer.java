// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import java.util.List;

/**
 * An answer, without the network that takes it.
 *
 * @param code the HTTP code
 * @param contentType of the body
 * @param body the text
 * @param warnings what goes into Warning headers, without code and quotes
 * @param retryAfterSeconds the header Retry-After; 0 for none
 */
public record ApiAnswer(
    int code, String contentType, String body, List<String> warnings, int retryAfterSeconds) {

  /** Keeps the warnings from being changed. */
  public ApiAnswer {
    warnings = List.copyOf(warnings);
  }

  /**
   * An answer that says nothing about another time.
   *
   * @param code the HTTP code
   * @param contentType of the body
   * @param body the text
   * @param warnings what goes into Warning headers, without code and quotes
   */
  public ApiAnswer(int code, String contentType, String body, List<String> warnings) {
    this(code, contentType, body, warnings, 0);
  }
}
