// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.http;

import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Takes requests out of the network. */
final class Requests {
  private Requests() {}

  /**
   * A request.
   *
   * @param request as it came
   * @param body its body
   * @return without the network
   */
  static ApiRequest of(HttpServerRequest request, String body) {
    Map<String, String> query = new HashMap<>();
    request.params().forEach((name, value) -> query.putIfAbsent(name, value));
    return new ApiRequest(
        request.method().name(),
        decoded(request.path()),
        query,
        header(request, "Content-Type"),
        header(request, "Accept"),
        body,
        header(request, "User-Agent"));
  }

  private static String header(HttpServerRequest request, String name) {
    return Objects.requireNonNullElse(request.getHeader(name), "");
  }

  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }
}
