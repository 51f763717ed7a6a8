// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.api;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One watch, as a stream of lines over plain HTTP. It opens without blocking, starts exactly where
 * it is told to, and does not reconnect: whoever follows the object decides that, on the clock that
 * it was given. Thread-safe: the bytes come one call after the other, and what is shared is atomic.
 *
 * <p>A stream that ends by itself is read to its end, and only one that is closed by us is
 * cancelled: Vert.x' HTTP/1.1 client closes the connection of a response that is cancelled after
 * its end, when it may carry somebody else's request already.
 */
public final class WatchStream implements AutoCloseable {

  /** Hears the events of one watch, one after the other. */
  public interface Listener {
    /**
     * The object was added or changed.
     *
     * @param rollout as it is now
     */
    void changed(Rollout rollout);

    /** The object was deleted. */
    void deleted();

    /**
     * The stream is over; called once, unless it was closed by us.
     *
     * @param failure why, or null when the server ended it
     */
    void ended(@Nullable Throwable failure);
  }

  private final KubernetesSerialization json;
  private final Listener listener;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CompletableFuture<HttpResponse<AsyncBody>> call;

  private WatchStream(
      HttpClient http, HttpRequest request, KubernetesSerialization json, Listener listener) {
    this.json = json;
    this.listener = listener;
    CompletableFuture<HttpResponse<AsyncBody>> opened;
    try {
      opened = http.consumeBytes(request, this::read);
    } catch (RuntimeException e) { // a closed client throws at once
      opened = CompletableFuture.failedFuture(e);
    }
    this.call = opened;
  }

  static WatchStream open(
      HttpClient http, HttpRequest request, KubernetesSerialization json, Listener listener) {
    WatchStream stream = new WatchStream(http, request, json, listener);
    stream.call.whenComplete(
        (response, failure) -> {
          if (response == null) {
            stream.end(ApiFailures.unwrap(failure));
          } else {
            stream.opened(response);
          }
        });
    return stream;
  }

  private void opened(HttpResponse<AsyncBody> response) {
    AsyncBody body = response.body();
    if (!response.isSuccessful()) {
      end(
          new KubernetesClientException(
              "the watch was answered with " + response.code(), response.code(), null));
    }
    body.done().whenComplete((nothing, failure) -> end(failure));
    body.consume();
  }

  /** Bytes, not characters, are collected: a character may be cut in two by the network. */
  private void read(List<ByteBuffer> buffers, AsyncBody body) {
    for (ByteBuffer buffer : buffers) {
      while (buffer.hasRemaining()) {
        byte[] part = new byte[untilLineEnd(buffer)];
        buffer.get(part);
        line.writeBytes(part);
        if (buffer.hasRemaining()) {
          buffer.get();
          String text = line.toString(StandardCharsets.UTF_8);
          line.reset();
          event(text);
        }
      }
    }
    body.consume();
  }

  private static int untilLineEnd(ByteBuffer buffer) {
    int end = buffer.position();
    while (end < buffer.limit() && buffer.get(end) != '\n') {
      end++;
    }
    return end - buffer.position();
  }

  private void event(String text) {
    if (over.get() || text.isBlank()) {
      return;
    }
    Map<?, ?> event = json.unmarshal(text, Map.class);
    String type = String.valueOf(event.get("type"));
    switch (type) {
      case "ADDED", "MODIFIED" ->
          listener.changed(json.convertValue(event.get("object"), Rollout.class));
      case "DELETED" -> listener.deleted();
      case "ERROR" -> {
        Status status = json.convertValue(event.get("object"), Status.class);
        end(new KubernetesClientException(status));
      }
      default -> {} // bookmarks are not asked for; a later server may send what we don't know
    }
  }

  private void end(@Nullable Throwable failure) {
    if (over.compareAndSet(false, true)) {
      listener.ended(failure);
    }
  }

  /** Ends the stream, now or, when it is still being opened, as soon as it is. */
  @Override
  public void close() {
    if (over.compareAndSet(false, true)) {
      call.thenAccept(
          response -> {
            if (!response.body().done().isDone()) {
              response.body().cancel();
            }
          });
    }
  }
}
