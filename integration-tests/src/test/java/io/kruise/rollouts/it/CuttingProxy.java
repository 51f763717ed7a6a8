// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/**
 * A proxy that can lose an answer: plain HTTP on loopback in front, the API server's TLS behind.
 * When armed, it hands the next PATCH on, waits until the server has answered it, and cuts the
 * connection instead of passing a 200 back. Any other answer says that nothing was written: that
 * one is passed on, and the next PATCH has its turn.
 */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket front;
  private final SocketFactory behind;
  private final URI server;
  private final ExecutorService pumps = Executors.newCachedThreadPool(CuttingProxy::daemon);
  private final AtomicBoolean armed = new AtomicBoolean();
  private final AtomicInteger cuts = new AtomicInteger();

  private CuttingProxy(Config config) throws IOException, GeneralSecurityException {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(SSLUtils.keyManagers(config), SSLUtils.trustManagers(config), null);
    behind = tls.getSocketFactory();
    server = URI.create(config.getMasterUrl());
    front = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    pumps.execute(this::accept);
  }

  static CuttingProxy inFrontOf(Config config) {
    try {
      return new CuttingProxy(config);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the proxy did not start", e);
    }
  }

  /** How to reach the server through this proxy. */
  Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://127.0.0.1:" + front.getLocalPort() + "/")
        .withHttp2Disable(true)
        .build();
  }

  /** Loses the answer to the next PATCH that is applied. */
  void loseNextAnswer() {
    armed.set(true);
  }

  /** How many writes were applied and their answers lost. */
  int cuts() {
    return cuts.get();
  }

  @Override
  public void close() throws IOException {
    front.close();
    pumps.shutdownNow();
  }

  private void accept() {
    while (!front.isClosed()) {
      try {
        connect(front.accept());
      } catch (IOException e) {
        if (!front.isClosed()) {
          throw new IllegalStateException("the proxy broke", e);
        }
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket upstream;
    try {
      upstream = behind.createSocket(server.getHost(), server.getPort());
    } catch (IOException e) {
      client.close(); // the client sees what it would see without a proxy, and may try again
      return;
    }
    AtomicBoolean patching = new AtomicBoolean();
    pumps.execute(() -> pump(client, upstream, patching, true));
    pumps.execute(() -> pump(upstream, client, patching, false));
  }

  private void pump(Socket from, Socket to, AtomicBoolean patching, boolean towardsServer) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[64 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        // a client sends its next request only after the last answer, so each begins a chunk
        if (towardsServer && startsWith("PATCH ", buffer, count)) {
          patching.set(armed.compareAndSet(true, false));
        }
        if (!towardsServer && patching.compareAndSet(true, false)) {
          if (startsWith("HTTP/1.1 200 ", buffer, count)) {
            cuts.incrementAndGet();
            return; // the write is applied, and no byte of the answer goes back
          }
          armed.set(true);
        }
        out.write(buffer, 0, count);
        out.flush();
      }
    } catch (IOException e) {
      // one side is gone; closing both tells the other
    }
  }

  private static boolean startsWith(String begin, byte[] buffer, int count) {
    return new String(buffer, 0, Math.min(count, begin.length()), StandardCharsets.US_ASCII)
        .equals(begin);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    return thread;
  }
}
