// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.ConditionType;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one Rollout: what was read, and what is being written. Upstream's RolloutContext
 * (rollout_progressing.go). Lives as long as the pass.
 */
final class Pass {
  /** How long upstream waits for almost anything: defaultGracePeriodSeconds. */
  static final Duration GRACE = Duration.ofSeconds(3);

  private static final String GROUP = "rollouts.kruise.io";

  private final ObjectNode rollout;
  private final World world;
  private final Instant now;
  private final Step.Builder step = Step.builder();
  private final StatusDraft before;
  private StatusDraft status;
  private @Nullable Plan plan;
  private @Nullable String hash;
  private @Nullable Workload workload;
  private boolean workloadSought;

  Pass(ObjectNode rollout, World world, Instant now) {
    this.rollout = rollout;
    this.world = world;
    this.now = now;
    before = new StatusDraft(rollout.path("status"));
    status = new StatusDraft(rollout.path("status"));
  }

  /** The Rollout as it was read; its hash annotation may have changed since. */
  ObjectNode rollout() {
    return rollout;
  }

  ObjectRef ref() {
    return ObjectRef.of(rollout);
  }

  World world() {
    return world;
  }

  Instant now() {
    return now;
  }

  /** What is being written, in order. */
  Step.Builder step() {
    return step;
  }

  /** The stored status. Only read. */
  StatusDraft before() {
    return before;
  }

  /** The new status. */
  StatusDraft status() {
    return status;
  }

  /** Begins the new status anew, from nothing. */
  void resetStatus() {
    status = new StatusDraft(Json.object());
  }

  Plan plan() {
    Plan known = plan == null ? world.derived(rollout.path("spec"), Plan.READ) : plan;
    plan = known;
    return known;
  }

  /** The sub-status of the plan's kind, where upstream reads it without looking. */
  SubStatus sub() {
    SubStatus sub = status.sub(plan().kind());
    if (sub == null) {
      throw new PassFailedException("panic: the status has no " + plan().kind().field());
    }
    return sub;
  }

  /** The workload; empty when there is none. */
  Optional<Workload> workload() {
    if (!workloadSought) {
      workload = WorkloadFinder.find(world, Meta.namespace(rollout), plan()).orElse(null);
      workloadSought = true;
    }
    return Optional.ofNullable(workload);
  }

  /** The workload, in places that are only reached when there is one. */
  Workload requireWorkload() {
    return workload().orElseThrow(() -> new IllegalStateException("no workload in " + ref()));
  }

  /** The BatchRelease: it has the Rollout's name. */
  Optional<ObjectNode> batchRelease() {
    return world.get(batchReleaseRef());
  }

  ObjectRef batchReleaseRef() {
    return ref().beside(GROUP, "BatchRelease", Meta.name(rollout));
  }

  /** The annotation that holds the hash of the plan, as the pass has set it. */
  String hash() {
    return hash == null ? Meta.annotation(rollout, RolloutAnnotations.HASH) : hash;
  }

  void hash(String newHash) {
    hash = newHash;
  }

  /** Looks again in three seconds. */
  void recheck() {
    step.recheck(GRACE);
  }

  /** progressingStateTransition (rollout_progressing.go): an empty message keeps the old one. */
  void progress(String conditionStatus, ProgressingReason reason, String message) {
    Condition condition =
        status
            .condition(ConditionType.PROGRESSING)
            .map(
                each ->
                    each.saying(
                        conditionStatus,
                        reason.value(),
                        message.isEmpty() ? each.message() : message))
            .orElseGet(
                () ->
                    Condition.make(
                        ConditionType.PROGRESSING, conditionStatus, reason.value(), message, now));
    status.set(condition);
    status.message(condition.message());
  }

  /** An Event on the Rollout. */
  void event(String message) {
    step.emit(rollout, "Normal", "Progressing", message);
  }
}
