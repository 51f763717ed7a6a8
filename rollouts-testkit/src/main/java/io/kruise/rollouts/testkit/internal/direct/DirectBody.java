// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The body of an answer: all at once, or line by line as a watch goes on. Thread-safe. */
final class DirectBody implements AsyncBody {
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Delivery<String> delivery;
  private final DirectStream stream;

  DirectBody(Lanes lanes, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    delivery =
        new Delivery<>(lanes.work(), text -> take(text, consumer), () -> done.complete(null));
    stream =
        new DirectStream(
            line -> lanes.event(() -> delivery.bring(line + "\n")),
            () -> lanes.event(delivery::end),
            () ->
                lanes.event(
                    () ->
                        delivery.end(
                            () ->
                                done.completeExceptionally(new IOException(DirectStream.RESET)))));
  }

  DirectStream stream() {
    return stream;
  }

  void whole(String text) {
    if (!text.isEmpty()) {
      delivery.bring(text);
    }
    delivery.end();
  }

  private void take(String text, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    try {
      consumer.consume(List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))), this);
    } catch (Exception e) {
      done.completeExceptionally(e);
      cancel();
    }
  }

  @Override
  public void consume() {
    delivery.want(1);
  }

  @Override
  public CompletableFuture<Void> done() {
    return done;
  }

  @Override
  public void cancel() {
    stream.close();
    delivery.cancel();
  }
}
