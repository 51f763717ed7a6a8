// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.api;

import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
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
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.RolloutsNotInstalledException;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls on Rollouts, each exactly one HTTP request. fabric8's own verbs block, hide a GET
 * behind a patch, and repeat a write by themselves when its answer is lost; here the caller alone
 * decides what is sent again. Thread-safe.
 *
 * <p>A failed call gives a {@link KubernetesClientException}; without an answer its code is 0.
 */
public final class RolloutApi {
  private static final String GROUP_VERSION = "apis/rollouts.kruise.io/v1beta1";
  private static final String FIELD_MANAGER = "kruise-rollouts-java";
  private static final int READS_AT_ONCE = 32;

  private final HttpClient http;
  private final KubernetesSerialization json;
  private final String server;
  private final int timeoutMillis;
  private final @Nullable Turnstile turnstile;

  /**
   * Calls through a connection that the caller owns.
   *
   * @param kubernetes the connection; it is neither changed nor closed
   */
  public RolloutApi(KubernetesClient kubernetes) {
    Config config = kubernetes.getConfiguration();
    RequestConfig once =
        new RequestConfigBuilder(config.getRequestConfig()).withRequestRetryBackoffLimit(0).build();
    this.http = kubernetes.getHttpClient().newBuilder().tag(once).build();
    this.json = kubernetes.getKubernetesSerialization();
    String url = kubernetes.getMasterUrl().toString();
    this.server = url.endsWith("/") ? url : url + "/";
    this.timeoutMillis = config.getRequestTimeout();
    this.turnstile = null;
  }

  private RolloutApi(RolloutApi other, Turnstile turnstile) {
    this.http = other.http;
    this.json = other.json;
    this.server = other.server;
    this.timeoutMillis = other.timeoutMillis;
    this.turnstile = turnstile;
  }

  /**
   * The same calls, for many that come at once: of its single reads no more than 32 are under way
   * at the same time, since each needs a connection or a stream. The others stand in line.
   *
   * @return the calls, with a line of their own
   */
  public RolloutApi inTurn() {
    return new RolloutApi(this, new Turnstile(READS_AT_ONCE));
  }

  /**
   * Reads a Rollout.
   *
   * @param ref its address
   * @return it, or {@link RolloutNotFoundException} or {@link RolloutsNotInstalledException}
   */
  public CompletableFuture<Rollout> get(RolloutRef ref) {
    return get(ref, () -> {});
  }

  /**
   * Reads a Rollout.
   *
   * @param ref its address
   * @param beforeSending runs right before the request is sent, on whichever thread
   * @return it, or {@link RolloutNotFoundException} or {@link RolloutsNotInstalledException}
   */
  public CompletableFuture<Rollout> get(RolloutRef ref, Runnable beforeSending) {
    return read(() -> {
          beforeSending.run();
          return call(request().uri(server + path(ref)), Rollout.class);
        })
        .exceptionallyCompose(failure -> explain(ref, failure));
  }

  private <T> CompletableFuture<T> read(Supplier<CompletableFuture<T>> call) {
    return turnstile == null ? call.get() : turnstile.pass(call);
  }

  /**
   * Reads a workload.
   *
   * @param namespace the Rollout's namespace
   * @param workload which one; its plural is the kind in lower case with an s, as for each kind the
   *     webhook admits
   * @return it, as it is
   */
  public CompletableFuture<GenericKubernetesResource> workload(
      String namespace, WorkloadRef workload) {
    String apiVersion = String.valueOf(workload.getApiVersion());
    String plural = String.valueOf(workload.getKind()).toLowerCase(Locale.ROOT) + "s";
    String uri =
        server
            + (apiVersion.contains("/") ? "apis/" : "api/")
            + apiVersion
            + "/namespaces/"
            + escape(namespace)
            + "/"
            + escape(plural)
            + "/"
            + escape(String.valueOf(workload.getName()));
    return read(() -> call(request().uri(uri), GenericKubernetesResource.class));
  }

  /**
   * Sends one JSON Patch to the Rollout's status.
   *
   * @param ref which Rollout
   * @param operations the patch
   * @return the Rollout as written
   */
  public CompletableFuture<Rollout> patchStatus(
      RolloutRef ref, List<Map<String, Object>> operations) {
    return patch(path(ref) + "/status", operations);
  }

  /**
   * Sends one JSON Patch to the Rollout itself.
   *
   * @param ref which Rollout
   * @param operations the patch
   * @return the Rollout as written
   */
  public CompletableFuture<Rollout> patchSpec(
      RolloutRef ref, List<Map<String, Object>> operations) {
    return patch(path(ref), operations);
  }

  private CompletableFuture<Rollout> patch(String path, List<Map<String, Object>> operations) {
    String uri = server + path + "?fieldManager=" + FIELD_MANAGER;
    return call(
        request().uri(uri).patch("application/json-patch+json", json.asJson(operations)),
        Rollout.class);
  }

  /**
   * Reads a page of the Rollouts, as they are at present.
   *
   * @param scope which
   * @param limit how many at most
   * @param next where the page begins; "" for the first
   * @param isWanted which of them become beans
   * @return the page
   */
  public CompletableFuture<RolloutPage> list(
      WatchScope scope, int limit, String next, Predicate<RolloutRef> isWanted) {
    String uri =
        server
            + GROUP_VERSION
            + scope.query()
            + "limit="
            + limit
            + (next.isEmpty() ? "" : "&continue=" + escape(next));
    return call(request().uri(uri), text -> RolloutPage.read(json, text, isWanted));
  }

  /**
   * Opens a watch.
   *
   * @param scope on what
   * @param resourceVersion from where on; "" for the present, with which the stream then begins
   * @param listener hears the events, on the HTTP client's threads
   * @return the stream, open until it is closed or ends
   */
  public WatchStream watch(
      WatchScope scope, String resourceVersion, WatchStream.Listener listener) {
    String uri =
        server
            + GROUP_VERSION
            + scope.query()
            + "watch=true&allowWatchBookmarks=true"
            + (resourceVersion.isEmpty() ? "" : "&resourceVersion=" + escape(resourceVersion));
    HttpRequest request = http.newHttpRequestBuilder().uri(uri).forStreaming().build();
    return WatchStream.open(http, request, json, listener);
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

  /**
   * A 404 may mean the object or the kind; where it names no object, the kind itself is asked for.
   */
  private CompletableFuture<Rollout> explain(RolloutRef ref, Throwable failure) {
    if (!ApiFailures.isNotFound(failure)) {
      return CompletableFuture.failedFuture(ApiFailures.unwrap(failure));
    }
    if (ApiFailures.namesTheObject(failure)) {
      return CompletableFuture.failedFuture(new RolloutNotFoundException(ref));
    }
    return call(request().uri(server + GROUP_VERSION), APIResourceList.class)
        .handle(
            (served, unserved) -> {
              boolean kindServed = served != null && servesRollouts(served);
              if (kindServed || (unserved != null && !ApiFailures.isNotFound(unserved))) {
                throw new RolloutNotFoundException(ref);
              }
              throw new RolloutsNotInstalledException(ref, ApiFailures.unwrap(failure));
            });
  }

  private static boolean servesRollouts(APIResourceList served) {
    return served.getResources().stream()
        .anyMatch(resource -> "rollouts".equals(resource.getName()));
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

  private static String path(RolloutRef ref) {
    return GROUP_VERSION
        + "/namespaces/"
        + escape(ref.namespace())
        + "/rollouts/"
        + escape(ref.name());
  }

  private static String escape(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }
}
