// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer as fabric8 wants it. */
final class DirectResponse extends StandardHttpHeaders implements HttpResponse<AsyncBody> {
  private final HttpRequest request;
  private final Wire.Answered answered;

  DirectResponse(HttpRequest request, Wire.Answered answered) {
    super(headers(answered));
    this.request = request;
    this.answered = answered;
  }

  private static Map<String, List<String>> headers(Wire.Answered answered) {
    List<String> contentType = List.of(answered.contentType());
    return answered.retryAfterSeconds() == 0
        ? Map.of("content-type", contentType)
        : Map.of(
            "content-type",
            contentType,
            "retry-after",
            List.of(Integer.toString(answered.retryAfterSeconds())));
  }

  @Override
  public int code() {
    return answered.code();
  }

  @Override
  public AsyncBody body() {
    return answered.body();
  }

  @Override
  public HttpRequest request() {
    return request;
  }

  @Override
  public Optional<HttpResponse<?>> previousResponse() {
    return Optional.empty();
  }
}
