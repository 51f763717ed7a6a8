// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import io.kruise.rollouts.testkit.internal.api.ApiException;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries requests to the API server, and back what it answers. Thread-safe. */
final class Wire implements AutoCloseable {

  /** An answer to a request. */
  record Answered(int code, String contentType, AsyncBody body) {}

  /** An answer to who wants a web socket; without one it is a refusal. */
  record Connected(int code, @Nullable WebSocket socket) {}

  private final ApiServer api;
  private final Lanes lanes;
  private final Set<DirectStream> open = ConcurrentHashMap.newKeySet();

  Wire(ApiServer api, Lanes lanes) {
    this.api = api;
    this.lanes = lanes;
  }

  CompletableFuture<Answered> send(
      ApiRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    return arrived(
        request,
        () -> {
          DirectBody body = new DirectBody(lanes, consumer);
          if (ApiServer.isWatch(request)) {
            @Nullable ApiAnswer refusal = stream(request, body.stream());
            return refusal == null
                ? new Answered(200, "application/json", body)
                : answered(refusal, body);
          }
          return answered(api.handle(request), body);
        });
  }

  CompletableFuture<Connected> connect(ApiRequest request, WebSocket.Listener listener) {
    return arrived(
        request,
        () -> {
          DirectSocket socket = new DirectSocket(lanes, listener);
          if (!ApiServer.isWatch(request)) {
            return new Connected(api.handle(request).code(), null);
          }
          @Nullable ApiAnswer refusal = stream(request, socket.stream());
          if (refusal != null) {
            return new Connected(refusal.code(), null);
          }
          socket.opened();
          return new Connected(101, socket);
        });
  }

  private <T> CompletableFuture<T> arrived(ApiRequest request, Supplier<T> server) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    lanes.request(
        request,
        () -> {
          try {
            answer.complete(server.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private static Answered answered(ApiAnswer answer, DirectBody body) {
    body.whole(answer.body());
    return new Answered(answer.code(), answer.contentType(), body);
  }

  private @Nullable ApiAnswer stream(ApiRequest request, DirectStream stream) {
    try {
      open.add(stream);
      stream.begin(api.watch(request, stream), () -> open.remove(stream));
      String seconds = request.parameter("timeoutSeconds");
      if (!seconds.isEmpty()) {
        stream.until(
            lanes.clock().schedule(Duration.ofSeconds(Long.parseLong(seconds)), stream::close));
      }
      return null;
    } catch (ApiException e) {
      open.remove(stream);
      return ApiServer.refusal(e);
    }
  }

  @Override
  public void close() {
    open.forEach(DirectStream::close);
  }
}
