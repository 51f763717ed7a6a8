// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A web socket through which a watch comes; what is sent into it goes nowhere. Thread-safe. */
final class DirectSocket implements WebSocket {
  private static final int NORMAL = 1000;

  private final Listener listener;
  private final Delivery<String> delivery;
  private final DirectStream stream;

  DirectSocket(Lanes lanes, Listener listener) {
    this.listener = listener;
    delivery =
        new Delivery<>(
            lanes.work(),
            text -> listener.onMessage(this, text),
            () -> listener.onClose(this, NORMAL, ""));
    stream =
        new DirectStream(
            text -> lanes.event(() -> delivery.bring(text)),
            () -> lanes.event(delivery::end),
            () ->
                lanes.event(
                    () ->
                        delivery.end(
                            () -> listener.onError(this, new IOException(DirectStream.RESET)))));
  }

  DirectStream stream() {
    return stream;
  }

  void opened() {
    listener.onOpen(this);
    request();
  }

  @Override
  public boolean send(ByteBuffer buffer) {
    return true;
  }

  @Override
  public boolean sendClose(int code, String reason) {
    stream.close();
    delivery.cancel();
    return true;
  }

  @Override
  public long queueSize() {
    return 0;
  }

  @Override
  public void request() {
    delivery.want(1);
  }
}
