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
    super(Map.of("content-type", List.of(answered.contentType())));
    this.request = request;
    this.answered = answered;
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
