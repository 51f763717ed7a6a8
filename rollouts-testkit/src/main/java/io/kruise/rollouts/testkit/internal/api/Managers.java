// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

/** Who writes. Source: apiserver, pkg/endpoints/handlers/create.go, managerOrUserAgent. */
final class Managers {
  private static final int LONGEST = 128;

  private Managers() {}

  /**
   * Who a request is from.
   *
   * @param request the request
   * @return its fieldManager, else the first word of its User-Agent
   */
  static String of(ApiRequest request) {
    String given = request.parameter("fieldManager");
    if (!given.isEmpty()) {
      return given;
    }
    String agent = request.userAgent();
    int slash = agent.indexOf('/');
    String name = slash < 0 ? agent : agent.substring(0, slash);
    if (name.isEmpty()) {
      return "unknown";
    }
    return name.substring(0, Math.min(name.length(), LONGEST));
  }
}
