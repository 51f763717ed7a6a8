// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.ReleaseRefusedException;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.verb.JsonPatch;
import io.kruise.rollouts.client.internal.verb.Move;
import io.kruise.rollouts.client.internal.verb.Sight;
import io.kruise.rollouts.client.internal.verb.Verb;
import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.release.FieldChange;
import io.kruise.rollouts.client.release.Obstacle;
import io.kruise.rollouts.client.release.Preflight;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.model.RolloutLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts a release: template and label in one write, so that the controller can't see one without
 * the other. The workload that carries the id and the wanted template is the proof that it was
 * started, by whoever it was.
 */
final class StartVerb implements Verb<WorkloadView> {
  private final RolloutRef ref;
  private final ReleaseRequest request;
  private final Templates templates;

  StartVerb(RolloutRef ref, ReleaseRequest request, Templates templates) {
    this.ref = ref;
    this.request = request;
    this.templates = templates;
  }

  @Override
  public Move<WorkloadView> next(Sight sight) {
    if (sight.gone()) {
      return new Move.Refuse<>(new RolloutNotFoundException(ref));
    }
    if (sight.work().isEmpty()) {
      return refuse(List.of(Obstacle.WORKLOAD_NOT_FOUND));
    }
    WorkloadView workload = sight.work().get();
    Map<String, Object> wanted;
    try {
      wanted = templates.changed(workload.template(), request.change());
    } catch (IllegalArgumentException e) {
      return new Move.Refuse<>(e);
    }
    boolean changes = !wanted.equals(workload.template());
    if (!changes && carriesId(workload)) {
      return new Move.Done<>(workload);
    }
    List<Obstacle> obstacles = obstacles(sight, workload, changes);
    return obstacles.isEmpty()
        ? new Move.Write<>(Move.Target.WORKLOAD, patch(workload, wanted))
        : refuse(obstacles);
  }

  /** All that stands in the way. */
  Preflight preflight(Sight sight) {
    if (!(next(sight) instanceof Move.Refuse<WorkloadView> refuse)) {
      return new Preflight(List.of());
    }
    if (refuse.failure() instanceof ReleaseRefusedException refused) {
      return refused.preflight();
    }
    throw refuse.failure();
  }

  /** What it would change in the template; nothing without a workload. */
  List<FieldChange> changes(Sight sight) {
    return sight
        .work()
        .map(WorkloadView::template)
        .map(
            template ->
                TemplateDiff.between(template, templates.changed(template, request.change())))
        .orElse(List.of());
  }

  private List<Obstacle> obstacles(Sight sight, WorkloadView workload, boolean changes) {
    List<Obstacle> obstacles =
        new ArrayList<>(
            PreflightRules.ofAnyChange(
                requireNonNull(sight.rollout()), workload, request.supersedes()));
    if (carriesId(workload)) {
      obstacles.add(Obstacle.ID_IN_USE);
    } else if (!changes) {
      obstacles.add(Obstacle.NOTHING_CHANGES);
    }
    return obstacles;
  }

  private boolean carriesId(WorkloadView workload) {
    return workload.rolloutId().filter(request.rolloutId()::equals).isPresent();
  }

  /** The tests hold for the very template that was changed, whatever else moves meanwhile. */
  private List<Map<String, Object>> patch(WorkloadView workload, Map<String, Object> wanted) {
    JsonPatch patch = JsonPatch.on(workload.uid()).test("/spec/template", workload.template());
    if (workload.rolloutId().isPresent()) {
      patch.test(
          "/metadata/labels/" + RolloutLabels.ROLLOUT_ID.replace("/", "~1"),
          workload.rolloutId().get());
    }
    return patch
        .setIn("/metadata/labels", workload.labels(), RolloutLabels.ROLLOUT_ID, request.rolloutId())
        .set("/spec/template", wanted)
        .operations();
  }

  private Move<WorkloadView> refuse(List<Obstacle> obstacles) {
    return new Move.Refuse<>(
        new ReleaseRefusedException(ref, request.toString(), new Preflight(obstacles)));
  }

  @Override
  public boolean needsWorkload() {
    return true;
  }

  @Override
  public String toString() {
    return "the start of " + request;
  }
}
