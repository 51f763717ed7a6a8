// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.http;

import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.proto.ProtobufObjects;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Takes requests out of the network. */
final class Requests {
  /** Loaded when the first client sends such a body. */
  private static final class Protobuf {
    static final ProtobufObjects OBJECTS = new ProtobufObjects();
  }

  private Requests() {}

  /**
   * A request.
   *
   * @param request as it came
   * @param body its body; what is in protobuf becomes JSON
   * @return without the network
   */
  static ApiRequest of(HttpServerRequest request, byte[] body) {
    String contentType = header(request, "Content-Type");
    if (contentType.startsWith(ProtobufObjects.MEDIA_TYPE)) {
      return Protobuf.OBJECTS
          .read(body)
          .map(object -> of(request, "application/json", object.toString()))
          .orElseGet(() -> of(request, contentType, ""));
    }
    return of(request, contentType, new String(body, StandardCharsets.UTF_8));
  }

  private static ApiRequest of(HttpServerRequest request, String contentType, String body) {
    Map<String, String> query = new HashMap<>();
    request.params().forEach((name, value) -> query.putIfAbsent(name, value));
    return new ApiRequest(
        request.method().name(),
        decoded(request.path()),
        query,
        contentType,
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
