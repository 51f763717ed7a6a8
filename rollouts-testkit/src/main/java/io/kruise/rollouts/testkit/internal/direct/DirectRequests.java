// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.BodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.ByteArrayBodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.InputStreamBodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.StringBodyContent;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes requests out of fabric8's hands. */
final class DirectRequests {
  private DirectRequests() {}

  static ApiRequest of(StandardHttpRequest request) {
    return new ApiRequest(
        request.method(),
        request.uri().getPath(),
        query(request.uri()),
        header(request, "Content-Type", Objects.requireNonNullElse(request.getContentType(), "")),
        header(request, "Accept", ""),
        text(request.body()),
        header(request, "User-Agent", ""));
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    String raw = uri.getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        query.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part, StandardCharsets.UTF_8);
  }

  private static String header(HttpRequest request, String name, String otherwise) {
    return Objects.requireNonNullElse(request.header(name), otherwise);
  }

  private static String text(@Nullable BodyContent body) {
    if (body == null) {
      return "";
    }
    if (body instanceof StringBodyContent text) {
      return text.getContent();
    }
    if (body instanceof ByteArrayBodyContent bytes) {
      return new String(bytes.getContent(), StandardCharsets.UTF_8);
    }
    if (body instanceof InputStreamBodyContent stream) {
      try {
        return new String(stream.getContent().readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalArgumentException("a body of " + body.getClass().getName());
  }
}
