// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.api.Documents;
import io.kruise.rollouts.testkit.internal.api.NamespaceLifecycle;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.weather.Gate;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpDoorTest {
  /** A pool that is shut down takes a moment for its threads to return. */
  private static final long ENDING_MILLIS = 5_000;

  private static final int MANY = 100;
  private static final String MAPS = "/api/v1/namespaces/demo/configmaps";

  private final Set<Thread> before = Thread.getAllStackTraces().keySet();
  private final HttpDoor door = HttpDoor.open(Gate.open(server()), 0);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void close() {
    door.close();
  }

  private static ApiServer server() {
    ResourceRegistry registry = new ResourceRegistry();
    registry.register(type("Namespace", "namespaces", false));
    registry.register(type("ConfigMap", "configmaps", true));
    Cluster cluster =
        new Cluster(
            registry,
            SchemaRules.NONE,
            List.of(new NamespaceLifecycle()),
            List.of(),
            () -> Instant.parse("2026-01-01T00:00:00Z"),
            () -> {});
    return new ApiServer(
        cluster,
        registry,
        cluster.store(),
        cluster.objects(),
        SchemaRules.NONE,
        Documents.NONE,
        (type, objects, include, columns) -> Json.object().put("kind", "Table"));
  }

  private static ResourceType type(String kind, String plural, boolean namespaced) {
    return new ResourceType(
        "",
        "v1",
        kind,
        plural,
        "",
        List.of(),
        List.of(),
        namespaced,
        false,
        false,
        false,
        null,
        List.of());
  }

  private HttpResponse<String> send(HttpClient client, String method, String path, String body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(door.uri().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private ObjectNode make(String name) throws Exception {
    send(http, "POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"demo\"}}");
    HttpResponse<String> made =
        send(http, "POST", MAPS, "{\"metadata\":{\"name\":\"" + name + "\"}}");
    assertThat(made.statusCode()).isEqualTo(201);
    return (ObjectNode) Json.parse(made.body().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("a watch is streamed event by event, and ends with its timeout")
  void streams() throws Exception {
    ObjectNode first = make("first");
    HttpResponse<InputStream> watch =
        http.send(
            HttpRequest.newBuilder(door.uri().resolve(MAPS + "?watch=true&timeoutSeconds=1"))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (var lines =
        new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).contains("\"ADDED\"", first.at("/metadata/uid").asText());
      make("second");
      assertThat(lines.readLine()).contains("\"ADDED\"", "\"second\"");
      assertThat(lines.readLine()).isNull();
    }
  }

  @Test
  @DisplayName("h2c is spoken, too")
  void http2() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build(),
            "GET",
            "/readyz",
            "");
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(answer.body()).isEqualTo("ok");
  }

  @Test
  @DisplayName("a closed door leaves no thread, and ends its watches")
  void closes() throws Exception {
    make("first");
    HttpResponse<InputStream> watch =
        http.send(
            HttpRequest.newBuilder(door.uri().resolve(MAPS + "?watch=1")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    door.close();
    assertThat(new String(watch.body().readAllBytes(), StandardCharsets.UTF_8)).contains("first");
    Set<Thread> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread) && thread.getName().startsWith("vert"))
            .collect(Collectors.toSet());
    for (Thread thread : left) {
      thread.join(ENDING_MILLIS);
    }
    assertThat(left).noneMatch(Thread::isAlive);
  }

  @Test
  @DisplayName("a watch over a web socket is a message an event")
  void webSocket() throws Exception {
    make("first");
    BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    WebSocket socket =
        http.newWebSocketBuilder()
            .buildAsync(
                URI.create(door.uri().toString().replace("http", "ws") + MAPS + "?watch=true"),
                new Messages(messages))
            .get();
    assertThat(messages.take()).contains("\"ADDED\"", "\"first\"");
    make("second");
    assertThat(messages.take()).contains("\"ADDED\"", "\"second\"");
    socket.abort();
  }

  /** Collects whole messages. */
  private static final class Messages implements WebSocket.Listener {
    private final BlockingQueue<String> whole;
    private final StringBuilder part = new StringBuilder();

    Messages(BlockingQueue<String> whole) {
      this.whole = whole;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        whole.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  @Test
  @DisplayName("many watches are open at once, and each hears of each write")
  void many() throws Exception {
    make("first");
    List<BufferedReader> watches = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      InputStream body =
          http.send(
                  HttpRequest.newBuilder(door.uri().resolve(MAPS + "?watch=1")).build(),
                  HttpResponse.BodyHandlers.ofInputStream())
              .body();
      watches.add(new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)));
    }
    make("second");
    for (BufferedReader watch : watches) {
      assertThat(watch.readLine()).contains("\"first\"");
      assertThat(watch.readLine()).contains("\"second\"");
    }
  }

  @Test
  @DisplayName("a body beyond etcd's limit is refused")
  void tooLarge() throws Exception {
    assertThat(send(http, "POST", MAPS, "x".repeat(4 << 20)).statusCode()).isEqualTo(413);
  }
}
