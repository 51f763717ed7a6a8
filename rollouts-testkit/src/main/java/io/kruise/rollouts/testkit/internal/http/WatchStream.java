// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.http;

import io.kruise.rollouts.testkit.internal.api.ApiException;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.api.Watching;
import io.kruise.rollouts.testkit.internal.weather.Gate;
import io.kruise.rollouts.testkit.internal.weather.RefusedException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One watch on one connection: a chunked response or a web socket. Confined to the event loop of
 * its connection, but for opening and closing, which wait for the cluster's lock and so happen on a
 * worker.
 */
final class WatchStream {
  private static final long BOOKMARK_MILLIS = 60_000;
  private static final long LONGEST_SECONDS = 24 * 3600;

  private final Vertx vertx;
  private final Watching watching;
  private final EventQueue events;
  private final Set<Watching> open;
  private final long timeoutSeconds;

  private WatchStream(
      Vertx vertx, Watching watching, EventQueue events, Set<Watching> open, long timeoutSeconds) {
    this.vertx = vertx;
    this.watching = watching;
    this.events = events;
    this.open = open;
    this.timeoutSeconds = timeoutSeconds;
  }

  /**
   * Opens a watch.
   *
   * @param vertx the event loops
   * @param gate the way to the API server
   * @param request for a watch
   * @param open where it is noted until it is closed
   * @return the stream; failed with a {@link RefusedException} or an {@link ApiException} when it
   *     is refused
   */
  static Future<WatchStream> open(Vertx vertx, Gate gate, ApiRequest request, Set<Watching> open) {
    Context loop = vertx.getOrCreateContext();
    EventQueue events = new EventQueue(loop);
    return vertx
        .executeBlocking(
            () -> {
              long timeoutSeconds = timeout(request);
              return gate.watch(request, events)
                  .thenApply(
                      watching -> {
                        open.add(watching);
                        return new WatchStream(vertx, watching, events, open, timeoutSeconds);
                      });
            },
            false)
        .compose(opened -> Future.fromCompletionStage(opened, loop));
  }

  /** A set of open watches that any thread may use. */
  static Set<Watching> none() {
    return ConcurrentHashMap.newKeySet();
  }

  private static long timeout(ApiRequest request) {
    String text = request.parameter("timeoutSeconds");
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Math.min(LONGEST_SECONDS, Math.max(0, Long.parseLong(text)));
    } catch (NumberFormatException e) {
      throw ApiException.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
  }

  /**
   * Streams to a response, a line an event.
   *
   * @param response not begun
   */
  void to(HttpServerResponse response) {
    if (response.closed()) {
      close();
      return;
    }
    response.setChunked(true).putHeader("Content-Type", "application/json");
    response.putHeader("Cache-Control", "no-cache, private");
    response.exceptionHandler(any -> {});
    response.closeHandler(any -> close());
    response.endHandler(any -> close());
    response.writeHead();
    begin();
    events.writeTo(lines -> response.write(joined(lines)), response::end, response::reset);
  }

  /**
   * Streams to a web socket, a message an event.
   *
   * @param socket open
   * @param connection below it
   */
  void to(ServerWebSocket socket, HttpConnection connection) {
    socket.exceptionHandler(any -> {});
    socket.closeHandler(any -> close());
    begin();
    events.writeTo(
        lines -> lines.forEach(socket::writeTextMessage), socket::close, () -> cut(connection));
  }

  /** Without the closing handshake, which Vert.x would not leave out. */
  private static void cut(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      base.channel().close();
    } else {
      connection.close();
    }
  }

  private void begin() {
    if (timeoutSeconds > 0) {
      vertx.setTimer(timeoutSeconds * 1000, any -> close());
    }
    vertx.setPeriodic(
        BOOKMARK_MILLIS,
        timer -> {
          if (open.contains(watching)) {
            onWorker(watching::bookmark);
          } else {
            vertx.cancelTimer(timer);
          }
        });
  }

  private void close() {
    if (open.remove(watching)) {
      onWorker(watching::close);
    }
  }

  private void onWorker(Runnable work) {
    vertx.executeBlocking(
        () -> {
          work.run();
          return true;
        },
        false);
  }

  private static Buffer joined(List<String> lines) {
    Buffer buffer = Buffer.buffer();
    lines.forEach(line -> buffer.appendString(line).appendByte((byte) '\n'));
    return buffer;
  }
}
