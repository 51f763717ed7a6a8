// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.support;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.http.StandardHttpHeaders;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * fabric8's HTTP client over no network: a function gets each request, and answers when it likes.
 */
public final class InProcessHttp
    extends StandardHttpClient<InProcessHttp, InProcessHttp.Factory, InProcessHttp.Builder> {
  private final BiConsumer<String, Answer> server;

  private InProcessHttp(Builder builder, AtomicBoolean closed, BiConsumer<String, Answer> server) {
    super(builder, closed);
    this.server = server;
  }

  /** The answer to a request, to be given once: whole, or as a stream of lines. */
  public static final class Answer implements AsyncBody {
    private final HttpRequest request;
    private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
    private final CompletableFuture<HttpResponse<AsyncBody>> response = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CompletableFuture<Void> wanted = new CompletableFuture<>();

    Answer(HttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
      this.request = request;
      this.consumer = consumer;
    }

    public void whole(int code, String body) {
      response.complete(new Response(request, code, this));
      wanted.thenRun(
          () -> {
            line(body);
            end();
          });
    }

    public void stream() {
      response.complete(new Response(request, 200, this));
    }

    public void line(String text) {
      if (!done.isDone()) {
        try {
          consumer.consume(List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))), this);
        } catch (Exception e) {
          done.completeExceptionally(e);
        }
      }
    }

    public void end() {
      done.complete(null);
    }

    public void onClose(Runnable then) {
      done.whenComplete((nothing, failure) -> then.run());
    }

    @Override
    public void consume() {
      wanted.complete(null);
    }

    @Override
    public CompletableFuture<Void> done() {
      return done;
    }

    @Override
    public void cancel() {
      done.cancel(false);
    }
  }

  private static final class Response extends StandardHttpHeaders
      implements HttpResponse<AsyncBody> {
    private final HttpRequest request;
    private final int code;
    private final AsyncBody body;

    Response(HttpRequest request, int code, AsyncBody body) {
      super(Map.of("content-type", List.of("application/json")));
      this.request = request;
      this.code = code;
      this.body = body;
    }

    @Override
    public int code() {
      return code;
    }

    @Override
    public AsyncBody body() {
      return body;
    }

    @Override
    public HttpRequest request() {
      return request;
    }

    @Override
    public Optional<HttpResponse<?>> previousResponse() {
      return Optional.empty();
    }
  }

  @Override
  public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
      StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    Answer answer = new Answer(request, consumer);
    server.accept(request.uri().toString(), answer);
    return answer.response;
  }

  @Override
  public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
      StandardWebSocketBuilder asked, WebSocket.Listener listener) {
    throw new UnsupportedOperationException("no web sockets here");
  }

  @Override
  protected void doClose() {}

  /** Makes clients of one server. */
  public static final class Factory implements HttpClient.Factory {
    private final BiConsumer<String, Answer> server;

    public Factory(BiConsumer<String, Answer> server) {
      this.server = server;
    }

    @Override
    public HttpClient.Builder newBuilder() {
      return new Builder(this);
    }
  }

  static final class Builder extends StandardHttpClientBuilder<InProcessHttp, Factory, Builder> {
    private Builder(Factory factory) {
      super(factory);
    }

    @Override
    public InProcessHttp build() {
      InProcessHttp derivedFrom = client;
      return new InProcessHttp(
          this,
          derivedFrom == null ? new AtomicBoolean() : derivedFrom.getClosed(),
          clientFactory.server);
    }

    @Override
    protected Builder newInstance(Factory factory) {
      return new Builder(factory);
    }
  }
}
