// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A watch over plain HTTP: one JSON text a line. */
final class WatchLines implements AutoCloseable {
  private final Consumer<JsonNode> listener;
  private final Consumer<String> broken;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final CompletableFuture<AsyncBody> body = new CompletableFuture<>();
  private volatile boolean closed;

  private WatchLines(Consumer<JsonNode> listener, Consumer<String> broken) {
    this.listener = listener;
    this.broken = broken;
  }

  static WatchLines open(
      HttpClient http, HttpRequest request, Consumer<JsonNode> listener, Consumer<String> broken) {
    WatchLines lines = new WatchLines(listener, broken);
    http.consumeBytes(request, lines::read)
        .whenComplete(
            (response, failure) -> {
              if (failure != null) {
                lines.ended("no watch at " + request.uri() + ": " + failure);
              } else if (response.code() != 200) {
                lines.ended("no watch at " + request.uri() + ": " + response.code());
              } else {
                lines.begin(request, response.body());
              }
            });
    return lines;
  }

  private void begin(HttpRequest request, AsyncBody stream) {
    stream.done().whenComplete((end, failure) -> ended("the watch at " + request.uri() + " ended"));
    stream.consume();
    body.complete(stream);
    if (closed) {
      stream.cancel();
    }
  }

  private void read(List<ByteBuffer> buffers, AsyncBody stream) throws JsonProcessingException {
    for (ByteBuffer buffer : buffers) {
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next == '\n') {
          listener.accept(Json.parse(line.toByteArray()));
          line.reset();
        } else {
          line.write(next);
        }
      }
    }
    stream.consume();
  }

  private void ended(String why) {
    if (!closed) {
      broken.accept(why);
    }
  }

  @Override
  public void close() {
    closed = true;
    AsyncBody stream = body.getNow(null);
    if (stream != null) {
      stream.cancel();
    }
  }
}
