// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.fabric8.kubernetes.client.http.WebSocketUpgradeResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * fabric8's HTTP client, over no network: each request is one task of the wire's, and so is each
 * thing that is told through a watch. Thread-safe.
 */
final class DirectHttp
    extends StandardHttpClient<DirectHttp, DirectHttp.Factory, DirectHttp.Builder> {
  private final Wire wire;

  private DirectHttp(Builder builder, AtomicBoolean closed, Wire wire) {
    super(builder, closed);
    this.wire = wire;
  }

  @Override
  public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
      StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    return wire.send(DirectRequests.of(request), request.getTimeout(), consumer)
        .thenApply(answered -> new DirectResponse(request, answered));
  }

  @Override
  public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
      StandardWebSocketBuilder asked, WebSocket.Listener listener) {
    StandardHttpRequest request = asked.asHttpRequest();
    return wire.connect(DirectRequests.of(request), request.getTimeout(), listener)
        .thenApply(
            answered -> {
              WebSocketUpgradeResponse response =
                  new WebSocketUpgradeResponse(
                      request,
                      answered.code(),
                      Map.of("Content-Type", List.of("application/json")));
              return answered.socket() == null
                  ? new WebSocketResponse(response, new WebSocketHandshakeException(response))
                  : new WebSocketResponse(response, answered.socket());
            });
  }

  @Override
  protected void doClose() {
    wire.close();
  }

  /** Makes clients that share a wire. */
  static final class Factory implements HttpClient.Factory {
    private final Wire wire;

    Factory(Wire wire) {
      this.wire = wire;
    }

    @Override
    public HttpClient.Builder newBuilder() {
      return new Builder(this);
    }
  }

  /** Sets a client up; there is nothing to set. */
  static final class Builder extends StandardHttpClientBuilder<DirectHttp, Factory, Builder> {
    private Builder(Factory factory) {
      super(factory);
    }

    @Override
    public DirectHttp build() {
      DirectHttp derivedFrom = client;
      return new DirectHttp(
          this,
          derivedFrom == null ? new AtomicBoolean() : derivedFrom.getClosed(),
          clientFactory.wire);
    }

    @Override
    protected Builder newInstance(Factory factory) {
      return new Builder(factory);
    }
  }
}
