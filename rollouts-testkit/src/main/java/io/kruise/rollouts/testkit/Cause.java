// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

/**
 * Who wrote.
 *
 * @param writer the controller's name; of a client its field manager, which without one is the
 *     beginning of its User-Agent
 * @param request the client's method and path; "" of a controller
 * @param userAgent the client's User-Agent; "" of a controller, and where there was none
 */
public record Cause(String writer, String request, String userAgent) {

  /**
   * Whether a client wrote, not a controller.
   *
   * @return whether there was a request
   */
  public boolean byClient() {
    return !request.isEmpty();
  }

  @Override
  public String toString() {
    return byClient() ? writer + ", " + request : writer;
  }
}
