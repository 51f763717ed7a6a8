// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.explain;

import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionList;
import io.fabric8.kubernetes.api.model.apps.DeploymentList;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetList;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.explain.BatchReading;
import io.kruise.rollouts.client.explain.NetworkReading;
import io.kruise.rollouts.client.explain.NetworkReading.Presence;
import io.kruise.rollouts.client.explain.RevisionReading;
import io.kruise.rollouts.client.explain.RolloutSnapshot;
import io.kruise.rollouts.client.explain.Unseen;
import io.kruise.rollouts.client.explain.WorkloadReading;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.ObjectReads;
import io.kruise.rollouts.client.internal.api.ObjectReads.Answer;
import io.kruise.rollouts.client.internal.api.ObjectReads.Outcome;
import io.kruise.rollouts.client.internal.api.ObjectReads.Resource;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.model.v1beta1.BatchRelease;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot: the Rollout, then its workload, then all that the two name, then the Rollout again,
 * so that its status is at least as new as the rest. Each read is made once.
 */
public final class SnapshotRun {
  private static final int EVENTS_A_PAGE = 500;
  private static final int PAGES = 10;

  private final RolloutApi api;
  private final ObjectReads reads;
  private final RolloutRef ref;
  private final Collected collected = new Collected();

  private SnapshotRun(RolloutApi api, RolloutRef ref) {
    this.api = api;
    this.reads = new ObjectReads(api);
    this.ref = ref;
  }

  /**
   * Takes a snapshot.
   *
   * @param api the calls
   * @param clock on whose threads the future completes
   * @param ref which Rollout
   * @param then what is made of the snapshot
   * @param <T> its type
   * @return what was made of it, or the exceptions of {@link RolloutApi#get}
   */
  public static <T> CompletableFuture<T> start(
      RolloutApi api, WaitClock clock, RolloutRef ref, Function<RolloutSnapshot, T> then) {
    CompletableFuture<T> result = new CompletableFuture<>();
    new SnapshotRun(api, ref)
        .read()
        .whenComplete(
            (snapshot, failure) ->
                clock.schedule(Duration.ZERO, () -> end(result, snapshot, failure, then)));
    return result;
  }

  private static <T> void end(
      CompletableFuture<T> result,
      @Nullable RolloutSnapshot snapshot,
      @Nullable Throwable failure,
      Function<RolloutSnapshot, T> then) {
    if (snapshot == null) {
      result.completeExceptionally(
          failure == null ? new IllegalStateException("no snapshot") : ApiFailures.unwrap(failure));
      return;
    }
    try {
      result.complete(then.apply(snapshot));
    } catch (RuntimeException e) { // an object of a shape that no API server gives
      result.completeExceptionally(e);
    }
  }

  private CompletableFuture<RolloutSnapshot> read() {
    return api.get(ref)
        .thenCompose(
            rollout ->
                workload(rollout)
                    .thenCompose(selector -> around(rollout, selector))
                    .thenCompose(nothing -> api.get(ref)))
        .thenApply(collected::snapshot);
  }

  /** Gives the selector of the workload's pods; "" where there is none. */
  private CompletableFuture<String> workload(Rollout rollout) {
    @Nullable WorkloadRef named = rollout.getSpec().getWorkloadRef();
    if (named == null) {
      return CompletableFuture.completedFuture("");
    }
    Resource resource =
        new Resource(
            ref.namespace(), String.valueOf(named.getApiVersion()), api.kinds().of(named).plural());
    return reads
        .get(resource, String.valueOf(named.getName()), GenericKubernetesResource.class)
        .thenApply(
            answer -> {
              @Nullable GenericKubernetesResource found = answer.value();
              if (found == null) {
                unseen(answer, "workload " + named.getName(), "get", resource);
                return "";
              }
              collected.workload(WorkloadReading.of(found), found.getMetadata().getUid());
              return Selectors.text(found.get("spec", "selector"));
            });
  }

  private CompletableFuture<Void> around(Rollout rollout, String selector) {
    List<CompletableFuture<?>> all = new ArrayList<>();
    all.add(batch());
    all.add(events("", 1));
    for (TrafficObject each : TrafficObject.of(rollout, ref.namespace())) {
      all.add(traffic(each));
    }
    if (!selector.isEmpty()) {
      WorkloadRef named = Objects.requireNonNull(rollout.getSpec().getWorkloadRef());
      all.add(
          switch (api.kinds().of(named).revisions()) {
            case REPLICA_SETS -> replicaSets(String.valueOf(named.getName()), selector);
            case CONTROLLER_REVISIONS -> controllerRevisions(selector);
          });
      all.add(pods(selector));
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<?> batch() {
    Resource resource =
        new Resource(ref.namespace(), "rollouts.kruise.io/v1beta1", "batchreleases");
    return reads
        .get(resource, ref.name(), BatchRelease.class)
        .thenAccept(
            answer -> {
              if (answer.value() != null) {
                collected.batch(BatchReading.of(answer.value()));
              }
              unseen(answer, "BatchRelease " + ref.name(), "get", resource);
            });
  }

  /** The second Deployment of a canary release comes first: its ReplicaSets count as well. */
  private CompletableFuture<?> replicaSets(String workloadName, String selector) {
    Resource deployments = new Resource(ref.namespace(), "apps/v1", "deployments");
    Resource sets = new Resource(ref.namespace(), "apps/v1", "replicasets");
    return reads
        .list(
            deployments, RolloutLabels.CANARY_DEPLOYMENT + "=" + workloadName, DeploymentList.class)
        .thenCompose(
            answer -> {
              if (answer.value() != null) {
                answer
                    .value()
                    .getItems()
                    .forEach(each -> collected.extraWorkload(each.getMetadata().getUid()));
              }
              unseen(answer, "canary Deployment", "list", deployments);
              return reads.list(sets, selector, ReplicaSetList.class);
            })
        .thenAccept(
            answer -> {
              if (answer.value() == null) {
                collected.ownersUnseen();
              } else {
                answer
                    .value()
                    .getItems()
                    .forEach(set -> collected.revision(RevisionReading.of(set), set.getMetadata()));
              }
              unseen(answer, "ReplicaSets", "list", sets);
            });
  }

  private CompletableFuture<?> controllerRevisions(String selector) {
    Resource resource = new Resource(ref.namespace(), "apps/v1", "controllerrevisions");
    return reads
        .list(resource, selector, ControllerRevisionList.class)
        .thenAccept(
            answer -> {
              if (answer.value() != null) {
                answer
                    .value()
                    .getItems()
                    .forEach(
                        each -> collected.revision(RevisionReading.of(each), each.getMetadata()));
              }
              unseen(answer, "ControllerRevisions", "list", resource);
            });
  }

  private CompletableFuture<?> pods(String selector) {
    Resource resource = new Resource(ref.namespace(), "v1", "pods");
    return reads
        .list(resource, selector, PodList.class)
        .thenAccept(
            answer -> {
              if (answer.value() != null) {
                answer.value().getItems().forEach(collected::pod);
              }
              unseen(answer, "pods", "list", resource);
            });
  }

  /** By pages, in the order of names; a namespace with more than all of them is told. */
  private CompletableFuture<?> events(String next, int page) {
    Resource resource = new Resource(ref.namespace(), "v1", "events");
    return reads
        .page(resource, EVENTS_A_PAGE, next, EventList.class)
        .thenCompose(
            answer -> {
              unseen(answer, "Events", "list", resource);
              if (answer.value() == null) {
                return CompletableFuture.completedFuture(null);
              }
              answer.value().getItems().forEach(collected::event);
              @Nullable String more = answer.value().getMetadata().getContinue();
              if (more == null || more.isEmpty()) {
                return CompletableFuture.completedFuture(null);
              }
              if (page == PAGES) {
                collected.unseen(
                    new Unseen("Events", "list " + resource.qualified(), Unseen.Why.TOO_MANY));
                return CompletableFuture.completedFuture(null);
              }
              return events(more, page + 1);
            });
  }

  private CompletableFuture<?> traffic(TrafficObject object) {
    return reads
        .get(object.resource(), object.name(), GenericKubernetesResource.class)
        .thenAccept(
            answer -> {
              Presence presence =
                  switch (answer.outcome()) {
                    case READ -> Presence.FOUND;
                    case MISSING -> Presence.MISSING;
                    case NOT_SERVED -> object.pluralKnown() ? Presence.NOT_SERVED : Presence.UNSEEN;
                    case FORBIDDEN, NO_ANSWER -> Presence.UNSEEN;
                  };
              collected.network(new NetworkReading(object.kind(), object.name(), presence));
              unseen(answer, object.kind() + " " + object.name(), "get", object.resource());
            });
  }

  private void unseen(Answer<?> answer, String what, String verb, Resource resource) {
    Unseen.@Nullable Why why = why(answer.outcome());
    if (why != null) {
      collected.unseen(new Unseen(what, verb + " " + resource.qualified(), why));
    }
  }

  private static Unseen.@Nullable Why why(Outcome outcome) {
    return switch (outcome) {
      case READ, MISSING -> null;
      case NOT_SERVED -> Unseen.Why.NOT_SERVED;
      case FORBIDDEN -> Unseen.Why.FORBIDDEN;
      case NO_ANSWER -> Unseen.Why.NO_ANSWER;
    };
  }
}
