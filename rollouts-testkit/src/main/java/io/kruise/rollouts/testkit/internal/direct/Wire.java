// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.weather.AnswerLostException;
import io.kruise.rollouts.testkit.internal.weather.Gate;
import io.kruise.rollouts.testkit.internal.weather.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries requests to the API server, and back what it answers. Thread-safe. */
final class Wire implements AutoCloseable {

  /** An answer to a request. */
  record Answered(int code, String contentType, int retryAfterSeconds, AsyncBody body) {}

  /** An answer to who wants a web socket; without one it is a refusal. */
  record Connected(int code, @Nullable WebSocket socket) {}

  private final Gate gate;
  private final Lanes lanes;
  private final Set<DirectStream> open = ConcurrentHashMap.newKeySet();

  /** What ends each request that is not answered yet. */
  private final Set<Runnable> underWay = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  Wire(Gate gate, Lanes lanes) {
    this.gate = gate;
    this.lanes = lanes;
  }

  CompletableFuture<Answered> send(
      ApiRequest request,
      @Nullable Duration timeout,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    return carry(
        request,
        timeout,
        () -> {
          DirectBody body = new DirectBody(lanes, consumer);
          return ApiServer.isWatch(request)
              ? stream(request, body.stream())
                  .thenApply(
                      refusal ->
                          refusal == null
                              ? new Answered(200, "application/json", 0, body)
                              : answered(refusal, body))
              : gate.handle(request).thenApply(answer -> answered(answer, body));
        });
  }

  CompletableFuture<Connected> connect(
      ApiRequest request, @Nullable Duration timeout, WebSocket.Listener listener) {
    return carry(
        request,
        timeout,
        () -> {
          if (!ApiServer.isWatch(request)) {
            return gate.handle(request).thenApply(answer -> new Connected(answer.code(), null));
          }
          DirectSocket socket = new DirectSocket(lanes, listener);
          return stream(request, socket.stream()).thenApply(refusal -> connected(refusal, socket));
        });
  }

  private <T> CompletableFuture<T> carry(
      ApiRequest request, @Nullable Duration timeout, Supplier<CompletableFuture<T>> server) {
    boolean waitedFor = lanes.mayBeWaitedFor();
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable end =
        () -> result.completeExceptionally(new IOException("the fake cluster is closed"));
    underWay.add(end);
    result.whenComplete((value, failure) -> underWay.remove(end));
    if (closed) {
      end.run();
      return result;
    }
    lanes.request(
        request,
        () -> {
          CompletableFuture<T> answer = begun(server);
          if (!answer.isDone()) {
            lanes.hold(result, timeout, waitedFor);
          }
          answer.whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  result.complete(value);
                } else {
                  result.completeExceptionally(seenByClient(failure));
                }
              });
        });
    return result;
  }

  private static <T> CompletableFuture<T> begun(Supplier<CompletableFuture<T>> request) {
    try {
      return request.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Throwable seenByClient(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof AnswerLostException ? new IOException(DirectStream.RESET) : cause;
  }

  private static Answered answered(ApiAnswer answer, DirectBody body) {
    body.whole(answer.body());
    return new Answered(answer.code(), answer.contentType(), answer.retryAfterSeconds(), body);
  }

  private static Connected connected(@Nullable ApiAnswer refusal, DirectSocket socket) {
    if (refusal != null) {
      return new Connected(refusal.code(), null);
    }
    socket.opened();
    return new Connected(101, socket);
  }

  /** Opens a watch; gives what is answered instead, or null. */
  private CompletableFuture<@Nullable ApiAnswer> stream(ApiRequest request, DirectStream stream) {
    open.add(stream);
    return gate.watch(request, stream)
        .handle(
            (watching, failure) -> {
              if (failure == null) {
                stream.begin(watching, () -> open.remove(stream));
                endInTime(request, stream);
                return null;
              }
              open.remove(stream);
              if (failure instanceof RefusedException refused) {
                return refused.answer();
              }
              throw new CompletionException(failure);
            });
  }

  private void endInTime(ApiRequest request, DirectStream stream) {
    String seconds = request.parameter("timeoutSeconds");
    if (!seconds.isEmpty()) {
      stream.until(lanes.schedule(Duration.ofSeconds(Long.parseLong(seconds)), stream::close));
    }
  }

  /** What is under way fails, and so does each request that comes later. */
  @Override
  public void close() {
    closed = true;
    open.forEach(DirectStream::close);
    underWay.forEach(Runnable::run);
  }
}
