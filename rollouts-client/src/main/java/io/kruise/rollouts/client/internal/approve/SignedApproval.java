// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.Signature;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.follow.Flow;
import io.kruise.rollouts.client.internal.follow.Hands;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * An approval in somebody's name: approved first, then written down. An approval that can't be
 * written down is confirmed all the same, and says so.
 */
public final class SignedApproval {
  private static final String PREFIX = "kruise-rollouts-java/step-";
  private static final String COMPONENT = "kruise-rollouts-java";

  private final RolloutApi api;
  private final RolloutRef ref;
  private final Signature signature;
  private final Instant now;

  private SignedApproval(RolloutApi api, RolloutRef ref, Signature signature, Instant now) {
    this.api = api;
    this.ref = ref;
    this.signature = signature;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * Approves, in somebody's name where the options have one.
   *
   * @param hands the calls and watches
   * @param clock the time
   * @param ref which Rollout
   * @param options which step, and in whose name
   * @return the approval
   */
  public static CompletableFuture<Approval> start(
      Hands hands, WaitClock clock, RolloutRef ref, ApproveOptions options) {
    CompletableFuture<Approval> approved =
        ApproveRun.start(hands.rollouts(), clock, hands.feeds(), ref, options);
    if (options.signature().isEmpty()) {
      return approved;
    }
    Flow flow = new Flow(clock);
    Signature signature = options.signature().get();
    return flow.then(
        approved,
        approval ->
            approval.writes() == 0 // somebody else's
                ? CompletableFuture.completedFuture(approval)
                : new SignedApproval(hands.rollouts(), ref, signature, clock.now())
                    .writeDown(flow, approval));
  }

  private CompletableFuture<Approval> writeDown(Flow flow, Approval approval) {
    return flow.after(
        flow.then(api.get(ref), rollout -> annotate(flow, rollout, approval)),
        written -> CompletableFuture.completedFuture(approval),
        failure ->
            CompletableFuture.completedFuture(
                approval.unrecorded(String.valueOf(failure.getMessage()))));
  }

  private CompletableFuture<Event> annotate(Flow flow, Rollout rollout, Approval approval) {
    String text = signature + " (" + now + ", release " + approval.view().rolloutId() + ")";
    return flow.then(
        api.patchSpec(ref, annotation(rollout, approval.stepIndex(), text)),
        written -> api.tell(event(approval)));
  }

  private static List<Map<String, Object>> annotation(Rollout rollout, int step, String text) {
    boolean none =
        rollout.getMetadata().getAnnotations() == null
            || rollout.getMetadata().getAnnotations().isEmpty();
    String path = "/metadata/annotations";
    return List.of(
        Map.of("op", "test", "path", "/metadata/uid", "value", rollout.getMetadata().getUid()),
        none
            ? Map.of("op", "add", "path", path, "value", Map.of(PREFIX + step, text))
            : Map.of(
                "op",
                "add",
                "path",
                path + "/" + (PREFIX + step).replace("/", "~1"),
                "value",
                text));
  }

  private Event event(Approval approval) {
    RolloutView view = requireNonNull(approval.view());
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(ref.name() + ".")
        .withNamespace(ref.namespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion("rollouts.kruise.io/v1beta1")
        .withKind("Rollout")
        .withNamespace(ref.namespace())
        .withName(ref.name())
        .withUid(view.uid())
        .endInvolvedObject()
        .withType("Normal")
        .withReason("StepApproved")
        .withMessage(
            "step "
                + approval.stepIndex()
                + " of release "
                + view.rolloutId()
                + " approved by "
                + signature)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .withFirstTimestamp(now.toString())
        .withLastTimestamp(now.toString())
        .withCount(1)
        .build();
  }
}
