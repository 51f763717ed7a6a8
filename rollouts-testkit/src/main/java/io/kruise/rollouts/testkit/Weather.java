// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.api.WatchEnding;
import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.time.ClusterTime;
import io.kruise.rollouts.testkit.internal.weather.Faults;
import io.kruise.rollouts.testkit.internal.weather.Gate;
import io.kruise.rollouts.testkit.internal.weather.Outages;
import io.kruise.rollouts.testkit.internal.weather.Overwrites;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What goes wrong in a {@link FakeKruise}, and when: each verb is one fault, as real clusters have
 * them. All clients meet them, through {@link FakeKruise#client()} or over the network; the
 * controllers only where it is said.
 *
 * <pre>{@code
 * kruise.weather().overwriteNextApproval();
 * kruise.weather().on(Call.patch("rollouts/status")).answer(503).times(2).loseAnswer();
 * kruise.weather().controllerDownFor(Duration.ofMinutes(1));
 * }</pre>
 *
 * <p>{@link #pending} tells of what was said and never happened. Thread-safe.
 */
public final class Weather {
  private final Cluster cluster;
  private final ApiServer api;
  private final Outages outages;
  private final Overwrites overwrites;
  private final Supplier<KubernetesClient> others;
  private final Faults faults = new Faults();

  /** Verbs about watches when there were none. */
  private final List<String> idle = new CopyOnWriteArrayList<>();

  private Weather(
      Cluster cluster,
      ApiServer api,
      Outages outages,
      Overwrites overwrites,
      Supplier<KubernetesClient> others) {
    this.cluster = cluster;
    this.api = api;
    this.outages = outages;
    this.overwrites = overwrites;
    this.others = others;
  }

  static Weather over(
      Cluster cluster, ApiServer api, Outages outages, Supplier<KubernetesClient> others) {
    return new Weather(
        cluster,
        api,
        outages,
        new Overwrites(cluster, cluster.store(), cluster.objects(), cluster.registry()),
        others);
  }

  Gate gate(ClusterTime time) {
    return new Gate(api, faults, overwrites, time::schedule);
  }

  /**
   * The controller overwrites the next approval, see {@link #overwriteNextApprovals}.
   *
   * @return this
   */
  public Weather overwriteNextApproval() {
    return overwriteNextApprovals(1);
  }

  /**
   * The controller overwrites the next approvals: a client's write that moves a Rollout's
   * currentStepState from StepPaused to StepReady is answered 200, and right after the controller
   * puts the whole status over it that it had computed before. The step stays paused; nothing says
   * so but the next version of the Rollout.
   *
   * <p>Measured on v0.6.2: of approvals that are written as soon as the step is seen paused, a
   * quarter to a half is overwritten. The pass that paused the step is followed by one that only
   * sets the message; it reads the newest object and puts its whole status there
   * (rollout_status.go, updateRolloutStatusInternal).
   *
   * @param approvals how many, more than were said before
   * @return this
   * @throws IllegalArgumentException when it is below 1
   */
  public Weather overwriteNextApprovals(int approvals) {
    overwrites.add(atLeastOne(approvals));
    return this;
  }

  /**
   * Kruise Rollouts' manager is down from now on: none of its controllers does anything, for
   * Rollouts, BatchReleases, TrafficRoutings and Deployments that are released in place; what
   * became due meanwhile is done when it is back. Kubernetes' own controllers and OpenKruise go on.
   *
   * <p>Its webhooks are down too. All have the failurePolicy Fail (config/webhook/manifests.yaml),
   * so the API server refuses, with 500 and {@code failed calling webhook "mdeployment.kb.io"},
   * updates of workloads with the label {@code rollouts.kruise.io/workload-type} and any creation
   * or update of a Rollout. Writes to a status, approvals therefore, and to a scale need no
   * webhook.
   *
   * <p>It is a restart. What the process kept in its memory alone is lost: since when a change of
   * the traffic has had its grace period (pkg/util/grace), so that what is left of one is not
   * waited for. And when it is back, each controller looks at all of its objects. Measured on
   * v0.6.2: the deletion of a Rollout whose routes are put back in three grace periods of 60 s
   * takes 187 s; with the process ended for 5 s, 10 s after it began, 141 s.
   *
   * @param duration how long, in the cluster's time
   * @return this
   * @throws IllegalArgumentException when it is not above zero
   */
  public Weather controllerDownFor(Duration duration) {
    Instant start = outages.manager().last(aboveZero(duration));
    cluster.restart(outages::isManaged, start);
    return this;
  }

  /**
   * The Rollouts' status is stale from now on: their controller does not come to write it, though
   * all else goes on. So after a workload's change the status still says Healthy, with the last
   * release completed, as on the real controller it does for 3 seconds at least, and for longer
   * when its queue is long.
   *
   * @param duration how long, in the cluster's time
   * @return this
   * @throws IllegalArgumentException when it is not above zero
   */
  public Weather staleStatusFor(Duration duration) {
    outages.rolloutController().last(aboveZero(duration));
    return this;
  }

  /**
   * The next of certain calls go wrong.
   *
   * @param call which
   * @return how they do; each verb there is one fault, for one call
   */
  public OnCall on(Call call) {
    return new OnCall(requireNonNull(call, "call"), faults, others);
  }

  /**
   * The connections of all open watches break now, as when a load balancer or an API server goes
   * away. Clients see an I/O error, or nothing but an end.
   *
   * @return this
   */
  public Weather dropWatches() {
    return endWatches("dropWatches()", WatchEnding.BROKEN);
  }

  /**
   * The API server ends all open watches now, in good order and without an event, as it does by
   * itself after 30 to 60 minutes (min-request-timeout).
   *
   * @return this
   */
  public Weather endWatches() {
    return endWatches("endWatches()", WatchEnding.CLEAN);
  }

  /**
   * The API server forgets all that happened before now, as etcd's compaction lets it every five
   * minutes: open watches are told so by an ERROR event with a Status 410 Expired, and end; and a
   * watch that is opened from a version before now is answered 200 and with the same event.
   *
   * @return this
   */
  public Weather expireWatches() {
    return endWatches("expireWatches()", WatchEnding.EXPIRED);
  }

  private Weather endWatches(String verb, WatchEnding ending) {
    if (api.endWatches(ending) == 0) {
      idle.add(verb + ", and no watch was open");
    }
    return this;
  }

  /**
   * What was said and has not happened: faults of calls that were not made, approvals that were not
   * written, times without a controller in which nobody needed it, ends of watches when none was
   * open. A test that ends with something pending did not test what it meant to.
   *
   * @return in words
   */
  public List<String> pending() {
    return Stream.of(
            overwrites.pending(),
            outages.manager().pending(),
            outages.rolloutController().pending(),
            faults.pending(),
            idle)
        .flatMap(List::stream)
        .toList();
  }

  static int atLeastOne(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(count + " times: it has to be once at least");
    }
    return count;
  }

  static Duration aboveZero(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("the duration is " + duration + ": it has to be above 0");
    }
    return duration;
  }
}
