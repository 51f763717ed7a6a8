// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.api;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the API server, each sent once: without an answer nobody but the caller decides what
 * is sent again. Thread-safe.
 *
 * <p>A failed call gives a {@link KubernetesClientException}; without an answer its code is 0.
 */
final class Calls {
  private static final String FIELD_MANAGER = "kruise-rollouts-java";

  private final HttpClient http;
  private final KubernetesSerialization json;
  private final String server;
  private final int timeoutMillis;

  Calls(KubernetesClient kubernetes) {
    Config config = kubernetes.getConfiguration();
    RequestConfig once =
        new RequestConfigBuilder(config.getRequestConfig()).withRequestRetryBackoffLimit(0).build();
    this.http = kubernetes.getHttpClient().newBuilder().tag(once).build();
    this.json = kubernetes.getKubernetesSerialization();
    String url = kubernetes.getMasterUrl().toString();
    this.server = url.endsWith("/") ? url : url + "/";
    this.timeoutMillis = config.getRequestTimeout();
  }

  <T> CompletableFuture<T> get(String path, Class<T> type) {
    return call(request().uri(server + path), type);
  }

  <T> CompletableFuture<T> get(String path, Function<String, T> read) {
    return call(request().uri(server + path), read);
  }

  KubernetesSerialization json() {
    return json;
  }

  <T> CompletableFuture<T> patch(String path, List<Map<String, Object>> operations, Class<T> type) {
    return patch(path, "", operations, type);
  }

  <T> CompletableFuture<T> patch(
      String path, String query, List<Map<String, Object>> operations, Class<T> type) {
    String uri = server + path + "?fieldManager=" + FIELD_MANAGER + query;
    return call(
        request().uri(uri).patch("application/json-patch+json", json.asJson(operations)), type);
  }

  <T> CompletableFuture<T> post(String path, Object body, Class<T> type) {
    String uri = server + path + "?fieldManager=" + FIELD_MANAGER;
    return call(request().uri(uri).post("application/json", json.asJson(body)), type);
  }

  <T> CompletableFuture<T> delete(String path, Object options, Class<T> type) {
    return call(
        request().uri(server + path).delete("application/json", json.asJson(options)), type);
  }

  WatchStream watch(String path, WatchStream.Listener listener) {
    HttpRequest request = http.newHttpRequestBuilder().uri(server + path).forStreaming().build();
    return WatchStream.open(http, request, json, listener);
  }

  static String escape(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request() {
    return http.newHttpRequestBuilder().timeout(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  private <T> CompletableFuture<T> call(HttpRequest.Builder builder, Class<T> type) {
    return call(builder, text -> json.unmarshal(text, type));
  }

  private <T> CompletableFuture<T> call(HttpRequest.Builder builder, Function<String, T> read) {
    HttpRequest request = builder.build();
    CompletableFuture<HttpResponse<byte[]>> answer;
    try {
      if (http.isClosed()) { // the JDK's client, closed, would never answer
        throw new IllegalStateException("the Kubernetes client is closed");
      }
      answer = http.sendAsync(request, byte[].class);
    } catch (RuntimeException e) { // a closed client throws at once
      answer = CompletableFuture.failedFuture(e);
    }
    return answer.handle(
        (response, failure) -> {
          if (failure != null) {
            throw unanswered(request, ApiFailures.unwrap(failure));
          }
          if (!response.isSuccessful()) {
            throw refused(request, response);
          }
          return read.apply(text(response.body()));
        });
  }

  private KubernetesClientException refused(HttpRequest request, HttpResponse<byte[]> response) {
    @Nullable Status status = null;
    String body = text(response.body());
    try {
      status = json.unmarshal(body, Status.class);
    } catch (RuntimeException e) { // a proxy's page, or plain text
      status = null;
    }
    if (status == null) {
      status = new StatusBuilder().withMessage(body.strip()).build();
    }
    status.setCode(response.code());
    String message =
        request.method()
            + " "
            + request.uri()
            + " was answered with "
            + response.code()
            + ": "
            + status.getMessage();
    return new KubernetesClientException(message, null, response.code(), status, request);
  }

  private static KubernetesClientException unanswered(HttpRequest request, Throwable failure) {
    String message =
        request.method()
            + " "
            + request.uri()
            + " got no answer: "
            + (failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage());
    return new KubernetesClientException(message, failure, 0, null, request);
  }

  private static String text(byte @Nullable [] body) {
    return body == null ? "" : new String(body, StandardCharsets.UTF_8);
  }
}
