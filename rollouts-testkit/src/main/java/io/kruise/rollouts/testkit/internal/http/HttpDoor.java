// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.http;

import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import io.kruise.rollouts.testkit.internal.api.ApiException;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.api.Watching;
import io.kruise.rollouts.testkit.internal.weather.AnswerLostException;
import io.kruise.rollouts.testkit.internal.weather.Gate;
import io.kruise.rollouts.testkit.internal.weather.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves an API server by HTTP/1.1 and h2c, on loopback only. The event loop never waits for the
 * cluster's lock: requests are answered on workers, each connection's in their order. Thread-safe.
 */
public final class HttpDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

  private static final String LOOPBACK = "127.0.0.1";
  private static final byte[] NO_BODY = {};
  private static final int WORKERS = 4;

  /** As etcd's limit of a request, which the API server repeats. */
  private static final int BODY_LIMIT = 3 * 1024 * 1024;

  /** Selectors and continue tokens may be long. */
  private static final int HEADER_LIMIT = 64 * 1024;

  private final Vertx vertx;
  private final Gate gate;
  private final Set<Watching> watches = WatchStream.none();
  private final HttpServer server;

  private HttpDoor(Vertx vertx, Gate gate, int port) {
    this.vertx = vertx;
    this.gate = gate;
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost(LOOPBACK)
                    .setPort(port)
                    .setHttp2ClearTextEnabled(true)
                    .setMaxInitialLineLength(HEADER_LIMIT)
                    .setMaxHeaderSize(HEADER_LIMIT))
            .requestHandler(this::onRequest);
  }

  /**
   * Opens a door.
   *
   * @param gate what is behind it
   * @param port where; 0 for any free port
   * @return the open door
   */
  public static HttpDoor open(Gate gate, int port) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    HttpDoor door = new HttpDoor(vertx, gate, port);
    try {
      door.server.listen().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      door.close();
      throw new IllegalStateException("can't listen on port " + port, e.getCause());
    }
    return door;
  }

  /**
   * Where it is.
   *
   * @return such as "http://127.0.0.1:40000"
   */
  public URI uri() {
    return URI.create("http://" + LOOPBACK + ":" + server.actualPort());
  }

  /** Ends all watches and connections, and returns when no thread is left. */
  @Override
  public void close() {
    watches.forEach(Watching::close);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void onRequest(HttpServerRequest request) {
    if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      request.pause();
      answer(request, Requests.of(request, NO_BODY), true);
      return;
    }
    request
        .body()
        .onSuccess(
            body -> {
              if (body.length() > BODY_LIMIT) {
                write(request.response(), ApiServer.refusal(tooLarge()));
              } else {
                answer(request, Requests.of(request, body.getBytes()), false);
              }
            })
        .onFailure(gone -> LOG.debug("a request broke off", gone));
  }

  private void answer(HttpServerRequest request, ApiRequest asked, boolean socket) {
    if (ApiServer.isWatch(asked)) {
      watch(request, asked, socket);
    } else {
      handle(request.response(), asked);
    }
  }

  private void handle(HttpServerResponse response, ApiRequest asked) {
    vertx
        .executeBlocking(() -> gate.handle(asked), false)
        .compose(answer -> Future.fromCompletionStage(answer, vertx.getOrCreateContext()))
        .onSuccess(answer -> write(response, answer))
        .onFailure(e -> fail(response, e));
  }

  private void watch(HttpServerRequest request, ApiRequest asked, boolean socket) {
    WatchStream.open(vertx, gate, asked, watches)
        .onSuccess(
            stream -> {
              if (socket) {
                request.toWebSocket().onSuccess(opened -> stream.to(opened, request.connection()));
              } else {
                stream.to(request.response());
              }
            })
        .onFailure(e -> fail(request.response(), e));
  }

  private static void fail(HttpServerResponse response, Throwable thrown) {
    Throwable failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (failure instanceof AnswerLostException) {
      response.reset();
      return;
    }
    if (failure instanceof RefusedException refused) {
      write(response, refused.answer());
      return;
    }
    if (failure instanceof ApiException refusal) {
      write(response, ApiServer.refusal(refusal));
      return;
    }
    LOG.error("a request failed", failure);
    write(
        response,
        ApiServer.refusal(
            ApiException.generic(
                500, "InternalError", "Internal error occurred: " + failure.getMessage())));
  }

  private static ApiException tooLarge() {
    return new ApiException(
        413, "RequestEntityTooLarge", "Request entity too large: limit is " + BODY_LIMIT);
  }

  private static void write(HttpServerResponse response, ApiAnswer answer) {
    if (response.closed()) {
      return;
    }
    response
        .setStatusCode(answer.code())
        .putHeader("Content-Type", answer.contentType())
        .putHeader("Cache-Control", "no-cache, private");
    if (answer.retryAfterSeconds() > 0) {
      response.putHeader("Retry-After", Integer.toString(answer.retryAfterSeconds()));
    }
    answer.warnings().forEach(text -> response.headers().add("Warning", warning(text)));
    response.end(answer.body());
  }

  /** Source: apimachinery, pkg/util/net/http.go, NewWarningHeader. */
  private static String warning(String text) {
    return "299 - \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
