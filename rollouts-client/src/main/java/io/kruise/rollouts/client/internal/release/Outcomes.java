// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.ConnectionLostException;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.StepTimeoutException;
import io.kruise.rollouts.client.StepUnreachableException;
import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.readiness.Reason;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.release.Permission;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.Optional;

/** How the end of a wait is called. Pure. */
final class Outcomes {
  private Outcomes() {}

  static ReleaseOutcome met(RolloutView view) {
    boolean over = view.phase() == RolloutPhase.HEALTHY && view.succeeded().orElse(false);
    return over ? new ReleaseOutcome.Completed(view) : new ReleaseOutcome.Reached(view);
  }

  /** Empty for what is no end of a release, but an error of the caller's or ours. */
  static Optional<ReleaseOutcome> failed(Throwable failure, String rolloutId) {
    if (failure instanceof StepUnreachableException unreachable) {
      return Optional.of(unreachable(unreachable.readiness(), rolloutId));
    }
    if (failure instanceof StepTimeoutException timeout) {
      return Optional.of(
          timeout.getCause() == null
              ? new ReleaseOutcome.TimedOut(timeout.waited(), timeout.lastSeen())
              : new ReleaseOutcome.ConnectionLost(
                  String.valueOf(timeout.getCause().getMessage()), timeout.lastSeen()));
    }
    if (failure instanceof ConnectionLostException lost) {
      return Optional.of(
          new ReleaseOutcome.ConnectionLost(String.valueOf(lost.getMessage()), lost.lastSeen()));
    }
    if (failure instanceof RolloutNotFoundException) {
      return Optional.of(new ReleaseOutcome.Deleted(String.valueOf(failure.getMessage())));
    }
    if (failure instanceof KubernetesClientException refusal
        && (refusal.getCode() == 401 || refusal.getCode() == 403)) {
      String said =
          refusal.getStatus() == null
              ? String.valueOf(refusal.getMessage())
              : String.valueOf(refusal.getStatus().getMessage());
      return Optional.of(new ReleaseOutcome.Denied(Permission.in(said), said));
    }
    return Optional.empty();
  }

  private static ReleaseOutcome unreachable(StepReadiness seen, String rolloutId) {
    return switch (seen.verdict()) {
      case ROLLED_BACK -> new ReleaseOutcome.RolledBack(seen);
      case SUPERSEDED ->
          new ReleaseOutcome.Superseded(
              seen.view().map(RolloutView::rolloutId).filter(id -> !id.equals(rolloutId)), seen);
      case DISABLED -> new ReleaseOutcome.Disabled(seen);
      case TERMINATING, GONE -> new ReleaseOutcome.Deleted(seen.explanation());
      case COMPLETED -> seen.view().map(Outcomes::met).orElseGet(() -> outOfReach(seen));
      case NO_SUCH_STEP, NOT_OBSERVED, IN_PROGRESS, AWAITING_APPROVAL, READY, PASSED, PAUSED ->
          outOfReach(seen);
    };
  }

  private static ReleaseOutcome outOfReach(StepReadiness seen) {
    return new ReleaseOutcome.OutOfReach(seen);
  }

  /**
   * How a release that was started before has ended where no wait would see it: it escaped, or the
   * workload holds another one by now.
   */
  static Optional<ReleaseOutcome> alreadyOver(
      Rollout rollout, WorkloadView workload, RolloutView later, String rolloutId) {
    Optional<String> held = workload.rolloutId();
    if (held.isPresent() && !held.get().equals(rolloutId)) {
      String text = "the workload holds release " + held.get();
      return Optional.of(
          new ReleaseOutcome.Superseded(
              held, new StepReadiness(Reason.NEWER_RELEASE, text, Optional.of(later))));
    }
    return escaped(workload, later, rolloutId)
        ? Optional.of(
            new ReleaseOutcome.NotCaptured(PreflightRules.ofAnyChange(rollout, workload, true)))
        : Optional.empty();
  }

  /**
   * Whether it escaped: the workload carries its id, and was not marked by the webhook, and the
   * status, read after it, does not speak of it. The mark comes with the very write that starts a
   * release.
   */
  private static boolean escaped(WorkloadView workload, RolloutView later, String rolloutId) {
    if (!workload.rolloutId().equals(Optional.of(rolloutId))
        || workload.isHeldBy(later.name())
        || later.phase() != RolloutPhase.HEALTHY) {
      return false;
    }
    Reason reason =
        StepReadiness.judge(
                later, null, StepExpectation.reached(1).of(ReleaseMatch.rolloutId(rolloutId)))
            .reason();
    return reason == Reason.OTHER_RELEASE || reason == Reason.NO_RELEASE_YET;
  }
}
