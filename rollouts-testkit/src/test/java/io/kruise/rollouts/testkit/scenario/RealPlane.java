// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A control plane behind a URL: plain HTTP, and time that passes by itself. */
public final class RealPlane implements Plane {
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofMillis(500);

  private final HttpClient http;
  private final String url;
  private final String namespace;
  private final List<Heard> heard = new ArrayList<>();
  private final List<WatchLines> watches = new ArrayList<>();
  private @Nullable String broken;

  private RealPlane(HttpClient http, String url, String namespace) {
    this.http = http;
    this.url = url;
    this.namespace = namespace;
  }

  /**
   * Makes a namespace.
   *
   * @param http sends the requests, each but once; not closed with the plane
   * @param url of the API server
   * @param namespace the name of a namespace that does not exist
   * @return the plane
   */
  public static RealPlane open(HttpClient http, String url, String namespace) {
    RealPlane plane = new RealPlane(http, url.replaceAll("/+$", ""), namespace);
    JsonNode body =
        Json.object()
            .put("apiVersion", "v1")
            .put("kind", "Namespace")
            .set("metadata", Json.object().put("name", namespace));
    Answer made = plane.send(Call.post("/api/v1/namespaces", body));
    if (made.code() != 201) {
      throw new IllegalStateException("no namespace " + namespace + ": " + made);
    }
    return plane;
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public void listen(List<ResourceKind> kinds) {
    for (ResourceKind kind : kinds) {
      Answer list = send(Call.get(kind.path(namespace)));
      if (list.refused()) {
        throw new IllegalStateException("no list of " + kind.plural() + ": " + list);
      }
      String since = Json.at(list.body(), "metadata", "resourceVersion").asText();
      String query = "?watch=1&timeoutSeconds=3000&resourceVersion=" + since;
      watches.add(
          WatchLines.open(
              http,
              request("GET", kind.path(namespace) + query, Call.JSON, ""),
              event -> told(kind, event),
              this::broke));
    }
  }

  private synchronized void told(ResourceKind kind, JsonNode event) {
    String type = event.path("type").asText();
    if (type.equals("ERROR")) {
      broke("the watch of " + kind.plural() + " ended with " + event.path("object"));
    } else if (!type.equals("BOOKMARK")) {
      heard.add(new Heard(kind.kind(), type.equals("DELETED"), event.path("object")));
      notifyAll();
    }
  }

  private synchronized void broke(String what) {
    broken = what;
    notifyAll();
  }

  @Override
  public Answer send(Call call) {
    HttpRequest request = request(call.method(), call.path(), call.contentType(), call.text());
    try {
      HttpResponse<String> response =
          http.sendAsync(request, String.class).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
      String text = response.body();
      return Answer.of(response.code(), text == null ? "" : text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(call + " got no answer", e);
    }
  }

  private HttpRequest request(String method, String path, String contentType, String body) {
    HttpRequest.Builder request = http.newHttpRequestBuilder().uri(url + path);
    return request
        .header("Accept", Call.JSON)
        .method(method, contentType, body.isEmpty() ? null : body)
        .build();
  }

  @Override
  public synchronized List<Heard> heard() {
    if (broken != null) {
      throw new IllegalStateException(broken);
    }
    return List.copyOf(heard);
  }

  @Override
  public synchronized boolean await(BooleanSupplier condition, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      rest(Duration.ofNanos(Math.min(left, GLANCE.toNanos())));
    }
    return true;
  }

  @Override
  public void pass(Duration time) {
    await(() -> false, time);
  }

  private synchronized void rest(Duration atMost) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, atMost.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The Rollouts first, and at once: the controller needs their workloads to let go of them. */
  @Override
  public void close() {
    watches.forEach(WatchLines::close);
    send(Call.delete(ResourceKind.ROLLOUT.path(namespace), Json.object()));
    send(Call.delete("/api/v1/namespaces/" + namespace, Json.object()));
  }
}
