// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.Optional;

/** What a client asks before it asks for anything else: is it up, and which version is it. */
final class Health {
  /** The version whose behaviour is followed. */
  private static final String VERSION = "v1.33.13";

  private Health() {}

  /**
   * Answers such a request.
   *
   * @param request any request
   * @return the answer; empty when it asks for something else
   */
  static Optional<ApiAnswer> answer(ApiRequest request) {
    if (!request.method().equals("GET")) {
      return Optional.empty();
    }
    return switch (request.path()) {
      case "/healthz", "/livez", "/readyz" ->
          Optional.of(new ApiAnswer(200, "text/plain; charset=utf-8", "ok", List.of()));
      case "/version" -> Optional.of(version());
      default -> Optional.empty();
    };
  }

  private static ApiAnswer version() {
    String text =
        Json.object()
            .put("major", "1")
            .put("minor", "33")
            .put("gitVersion", VERSION)
            .put("gitCommit", "")
            .put("gitTreeState", "")
            .put("buildDate", "1970-01-01T00:00:00Z")
            .put("goVersion", "")
            .put("compiler", "")
            .put("platform", "linux/amd64")
            .toString();
    return new ApiAnswer(200, "application/json", text, List.of());
  }
}
