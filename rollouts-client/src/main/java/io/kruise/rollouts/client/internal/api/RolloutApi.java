// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.api;

import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.RolloutsNotInstalledException;
import io.kruise.rollouts.client.internal.workload.Kinds;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

  private static final int READS_AT_ONCE = 32;

  private final Calls calls;
  private final Kinds kinds;
  private final @Nullable Turnstile turnstile;

  /**
   * Calls through a connection that the caller owns.
   *
   * @param kubernetes the connection; it is neither changed nor closed
   * @param kinds the kinds of workloads
   */
  public RolloutApi(KubernetesClient kubernetes, Kinds kinds) {
    this.calls = new Calls(kubernetes);
    this.kinds = kinds;
    this.turnstile = null;
  }

  private RolloutApi(RolloutApi other, Turnstile turnstile) {
    this.calls = other.calls;
    this.kinds = other.kinds;
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
    return inLine(
            () -> {
              beforeSending.run();
              return calls.get(path(ref), Rollout.class);
            })
        .exceptionallyCompose(failure -> explain(ref, failure));
  }

  private <T> CompletableFuture<T> inLine(Supplier<CompletableFuture<T>> call) {
    return turnstile == null ? call.get() : turnstile.pass(call);
  }

  /**
   * The kinds of workloads.
   *
   * @return those that the client knows
   */
  public Kinds kinds() {
    return kinds;
  }

  /**
   * Reads a workload.
   *
   * @param namespace the Rollout's namespace
   * @param workload which one
   * @return it, as it is
   */
  public CompletableFuture<GenericKubernetesResource> workload(
      String namespace, WorkloadRef workload) {
    return inLine(
        () ->
            calls.get(
                WorkloadApi.path(kinds, namespace, workload), GenericKubernetesResource.class));
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
    return calls.patch(path, operations, Rollout.class);
  }

  /**
   * Tells an Event.
   *
   * @param event the Event, with a namespace
   * @return the Event as it was stored
   */
  public CompletableFuture<Event> tell(Event event) {
    String namespace = Calls.escape(event.getMetadata().getNamespace());
    return calls.post("api/v1/namespaces/" + namespace + "/events", event, Event.class);
  }

  /**
   * Asks for a Rollout's deletion.
   *
   * @param ref which Rollout
   * @param uid the one that is meant; another one of its name is refused with 409
   * @return the answer: the Rollout or a status, as fields
   */
  public CompletableFuture<?> delete(RolloutRef ref, String uid) {
    return calls.delete(path(ref), Map.of("preconditions", Map.of("uid", uid)), Map.class);
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
    String path =
        GROUP_VERSION
            + scope.query()
            + "limit="
            + limit
            + (next.isEmpty() ? "" : "&continue=" + Calls.escape(next));
    return calls.get(path, text -> RolloutPage.read(calls.json(), text, isWanted));
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
    return calls.watch(
        GROUP_VERSION
            + scope.query()
            + "watch=true&allowWatchBookmarks=true"
            + (resourceVersion.isEmpty()
                ? ""
                : "&resourceVersion=" + Calls.escape(resourceVersion)),
        listener);
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
    return calls
        .get(GROUP_VERSION, APIResourceList.class)
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

  private static String path(RolloutRef ref) {
    return GROUP_VERSION
        + "/namespaces/"
        + Calls.escape(ref.namespace())
        + "/rollouts/"
        + Calls.escape(ref.name());
  }

  /** Any other object or list, by its path; for {@link ObjectReads}. */
  <T> CompletableFuture<T> read(String path, Class<T> type) {
    return calls.get(path, type);
  }
}
