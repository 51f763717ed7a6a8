// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.api;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads of all that stands around a Rollout, each exactly one HTTP request, without retries. A read
 * that is refused is no failure: its answer says so. Thread-safe.
 */
public final class ObjectReads {
  private final RolloutApi api;

  /** What became of a read. */
  public enum Outcome {
    /** It was read. */
    READ,
    /** There is no such object. */
    MISSING,
    /** The API server does not know the kind. */
    NOT_SERVED,
    /** The right to read it is missing. */
    FORBIDDEN,
    /** No answer, or a server's own error. */
    NO_ANSWER
  }

  /**
   * The answer to a read.
   *
   * @param outcome what became of it
   * @param value the object or list; null unless it was read
   * @param <T> its type
   */
  public record Answer<T>(Outcome outcome, @Nullable T value) {}

  /**
   * A resource in a namespace.
   *
   * @param namespace the namespace
   * @param apiVersion group and version, or "v1"
   * @param plural the resource's name in URLs
   */
  public record Resource(String namespace, String apiVersion, String plural) {

    /**
     * The resource of a kind.
     *
     * @param namespace the namespace
     * @param apiVersion group and version
     * @param kind the kind
     * @return its plural is the kind in lower case with an s, or -ies or -es, as in English; kinds
     *     with another plural are not found
     */
    public static Resource ofKind(String namespace, String apiVersion, String kind) {
      String lower = kind.toLowerCase(Locale.ROOT);
      if (lower.endsWith("s") || lower.endsWith("x") || lower.endsWith("ch")) {
        return new Resource(namespace, apiVersion, lower + "es");
      }
      return new Resource(
          namespace,
          apiVersion,
          lower.matches(".*[^aeiou]y") ? lower.replaceFirst("y$", "ies") : lower + "s");
    }

    /**
     * The resource as a Role names it.
     *
     * @return its plural, and its group after a dot
     */
    public String qualified() {
      int slash = apiVersion.indexOf('/');
      return slash < 0 ? plural : plural + "." + apiVersion.substring(0, slash);
    }

    private String path() {
      return (apiVersion.contains("/") ? "apis/" : "api/")
          + apiVersion
          + "/namespaces/"
          + Calls.escape(namespace)
          + "/"
          + Calls.escape(plural);
    }
  }

  /**
   * Reads through the calls' connection.
   *
   * @param api the calls on Rollouts
   */
  public ObjectReads(RolloutApi api) {
    this.api = api;
  }

  /**
   * Reads one object, as it is now.
   *
   * @param resource which resource
   * @param name its name
   * @param type the object's type
   * @param <T> the object's type
   * @return the answer; the future never fails
   */
  public <T> CompletableFuture<Answer<T>> get(Resource resource, String name, Class<T> type) {
    return answer(resource.path() + "/" + Calls.escape(name), type);
  }

  /**
   * Reads a list out of the API server's cache, at {@code resourceVersion=0}: it may be a moment
   * old, and costs etcd nothing.
   *
   * @param resource which resource
   * @param labelSelector which objects; "" for all
   * @param type the list's type
   * @param <T> the list's type
   * @return the answer; the future never fails
   */
  public <T> CompletableFuture<Answer<T>> list(
      Resource resource, String labelSelector, Class<T> type) {
    Map<String, String> query = new TreeMap<>(Map.of("resourceVersion", "0"));
    if (!labelSelector.isEmpty()) {
      query.put("labelSelector", labelSelector);
    }
    return answer(resource.path() + "?" + encode(query), type);
  }

  /**
   * Reads a page of a list. Of Events the API server has no cache, so a page is cheaper for it than
   * a list at {@code resourceVersion=0}, which has no pages.
   *
   * @param resource which resource
   * @param limit how many at most
   * @param next what the page before gave for its next; "" for the first
   * @param type the list's type
   * @param <T> the list's type
   * @return the answer; the future never fails
   */
  public <T> CompletableFuture<Answer<T>> page(
      Resource resource, int limit, String next, Class<T> type) {
    Map<String, String> query = new TreeMap<>(Map.of("limit", String.valueOf(limit)));
    if (!next.isEmpty()) {
      query.put("continue", next);
    }
    return answer(resource.path() + "?" + encode(query), type);
  }

  private <T> CompletableFuture<Answer<T>> answer(String path, Class<T> type) {
    return api.read(path, type)
        .handle(
            (value, failure) ->
                failure == null
                    ? new Answer<>(Outcome.READ, value)
                    : new Answer<>(outcome(ApiFailures.unwrap(failure)), null));
  }

  private static Outcome outcome(Throwable failure) {
    if (ApiFailures.isNotFound(failure)) {
      return ApiFailures.namesTheObject(failure) ? Outcome.MISSING : Outcome.NOT_SERVED;
    }
    return failure instanceof KubernetesClientException refusal && refusal.getCode() == 403
        ? Outcome.FORBIDDEN
        : Outcome.NO_ANSWER;
  }

  private static String encode(Map<String, String> query) {
    StringBuilder text = new StringBuilder();
    query.forEach(
        (key, value) ->
            text.append(text.isEmpty() ? "" : "&")
                .append(key)
                .append('=')
                .append(Calls.escape(value)));
    return text.toString();
  }
}
