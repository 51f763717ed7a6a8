// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.follow.Flow;
import io.kruise.rollouts.client.internal.follow.Hands;
import io.kruise.rollouts.client.internal.verb.Verb;
import io.kruise.rollouts.client.internal.verb.VerbRun;
import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.release.DryRun;
import io.kruise.rollouts.client.release.Gate;
import io.kruise.rollouts.client.release.MidRelease;
import io.kruise.rollouts.client.release.Preflight;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.WorkloadRevision;
import io.kruise.rollouts.client.time.WaitClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** The verbs of one Rollout and its releases, without threads. Immutable, thread-safe. */
public final class ReleaseVerbs {
  private static final Duration BOUND = Duration.ofSeconds(30);

  /** A wait does not find out by itself what these reads would tell. */
  private static final int LOOKS = 4;

  private final Hands hands;
  private final WaitClock clock;
  private final RolloutRef ref;
  private final Templates templates;

  /**
   * The verbs of a Rollout.
   *
   * @param hands the calls
   * @param clock the time
   * @param ref which Rollout
   * @param json turns templates into beans and back
   */
  public ReleaseVerbs(Hands hands, WaitClock clock, RolloutRef ref, KubernetesSerialization json) {
    this.hands = hands;
    this.clock = clock;
    this.ref = ref;
    this.templates = new Templates(json);
  }

  /**
   * Starts a release.
   *
   * @param request what is to be released
   * @param release makes the release of the workload that holds it
   * @return the release
   */
  public CompletableFuture<Release> start(
      ReleaseRequest request, Function<WorkloadView, Release> release) {
    return new Flow(clock)
        .then(
            run(new StartVerb(ref, request, templates), request.bound()),
            workload -> CompletableFuture.completedFuture(release.apply(workload)));
  }

  /**
   * What would stand in the way.
   *
   * @param request what is to be released
   * @return the obstacles, as things stand
   */
  public CompletableFuture<Preflight> preflight(ReleaseRequest request) {
    Flow flow = new Flow(clock);
    return flow.then(
        new Reads(hands, flow, ref).both(),
        both ->
            CompletableFuture.completedFuture(
                new StartVerb(ref, request, templates).preflight(Rehearsal.sight(both))));
  }

  /**
   * What a release would begin with.
   *
   * @param request what is to be released
   * @return what the API server and the webhooks would make of it
   */
  public CompletableFuture<DryRun> dryRun(ReleaseRequest request) {
    return new Rehearsal(hands, clock, ref, new StartVerb(ref, request, templates)).run();
  }

  /**
   * The id of the release that the workload holds.
   *
   * @return it; empty when the workload has none, or is not there
   */
  public CompletableFuture<Optional<String>> currentId() {
    Flow flow = new Flow(clock);
    return flow.then(
        new Reads(hands, flow, ref).both(),
        both ->
            CompletableFuture.completedFuture(both.workload().flatMap(WorkloadView::rolloutId)));
  }

  /**
   * Waits for a release that was started before, unless it escaped its Rollout or gave way to
   * another one meanwhile: then it would be waited for in vain.
   *
   * @param rolloutId its id
   * @param wait begins the wait
   * @return how it ended
   */
  public CompletableFuture<ReleaseOutcome> unlessOver(
      String rolloutId, Supplier<CompletableFuture<ReleaseOutcome>> wait) {
    return unlessOver(rolloutId, wait, LOOKS);
  }

  private CompletableFuture<ReleaseOutcome> unlessOver(
      String rolloutId, Supplier<CompletableFuture<ReleaseOutcome>> wait, int looks) {
    Flow flow = new Flow(clock);
    Reads reads = new Reads(hands, flow, ref);
    return flow.after(
        flow.then(
            reads.both(),
            before ->
                flow.then(
                    reads.rollout(),
                    later ->
                        CompletableFuture.completedFuture(
                            before
                                .workload()
                                .flatMap(
                                    workload ->
                                        Outcomes.alreadyOver(
                                            before.rollout(),
                                            workload,
                                            RolloutView.of(later),
                                            rolloutId))))),
        over -> over.map(CompletableFuture::completedFuture).orElseGet(wait),
        failure ->
            looks > 1 && ApiFailures.isTransient(failure)
                ? unlessOver(rolloutId, wait, looks - 1)
                : wait.get()); // the wait itself says what is wrong
  }

  /**
   * Holds the Rollout.
   *
   * @param release of which release
   * @return the Rollout when it holds
   */
  public CompletableFuture<RolloutView> pause(ReleaseMatch release) {
    return run(HoldVerb.pause(ref, release), BOUND);
  }

  /**
   * Lets it go on.
   *
   * @param release of which release
   * @return the Rollout when it goes on
   */
  public CompletableFuture<RolloutView> resume(ReleaseMatch release) {
    return run(HoldVerb.resume(ref, release), BOUND);
  }

  /**
   * Goes to another step.
   *
   * @param release of which release
   * @param stepIndex the step, 1-based
   * @return the Rollout when it is there
   */
  public CompletableFuture<RolloutView> jump(ReleaseMatch release, int stepIndex) {
    return run(new JumpVerb(ref, release, stepIndex), BOUND);
  }

  /**
   * Disables the Rollout.
   *
   * @param midRelease what to do in the middle of a release
   * @return the Rollout when it is disabled
   */
  public CompletableFuture<RolloutView> disable(MidRelease midRelease) {
    return run(LetGoVerb.disable(ref, midRelease), BOUND);
  }

  /**
   * Enables it.
   *
   * @return the Rollout when it is enabled
   */
  public CompletableFuture<RolloutView> enable() {
    return run(new EnableVerb(ref), BOUND);
  }

  /**
   * Deletes it.
   *
   * @param midRelease what to do in the middle of a release
   * @return the Rollout as it was last seen, when it is gone
   */
  public CompletableFuture<RolloutView> delete(MidRelease midRelease) {
    return run(LetGoVerb.delete(ref, midRelease), BOUND);
  }

  /**
   * The ways back.
   *
   * @return of this Rollout's releases
   */
  public WaysBack back() {
    return new WaysBack(hands, clock, ref);
  }

  /**
   * Walks the steps of a release past a gate.
   *
   * @param release what tells it from others
   * @param rolloutId its id
   * @param walk waits for it
   * @param gate decides
   * @param options the bound
   * @return how it ended
   */
  public CompletableFuture<ReleaseOutcome> walk(
      ReleaseMatch release, String rolloutId, Walk walk, Gate gate, WaitOptions options) {
    GatedWalk.Rejection rejection = (by, bound) -> back().reject(rolloutId, by, bound);
    return new GatedWalk(hands, clock, ref, release, walk, gate, rejection, options).start();
  }

  /**
   * The revisions of the workload that are kept.
   *
   * @return the newest first; none when there is no workload
   */
  public CompletableFuture<List<WorkloadRevision>> revisions() {
    Flow flow = new Flow(clock);
    Reads reads = new Reads(hands, flow, ref);
    return flow.then(
        reads.both(),
        both ->
            both.workload()
                .map(workload -> flow.then(reads.revisions(workload), this::told))
                .orElseGet(() -> CompletableFuture.completedFuture(List.of())));
  }

  private CompletableFuture<List<WorkloadRevision>> told(List<Revision> kept) {
    return CompletableFuture.completedFuture(
        kept.stream()
            .map(
                each ->
                    new WorkloadRevision(
                        each.name(),
                        each.number(),
                        each.created(),
                        templates.bean(each.template())))
            .toList());
  }

  private <R> CompletableFuture<R> run(Verb<R> verb, Duration bound) {
    return VerbRun.start(hands, clock, ref, verb, bound);
  }
}
