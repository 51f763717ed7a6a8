// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import io.kruise.rollouts.testkit.internal.rolling.DeploymentConditions;
import io.kruise.rollouts.testkit.internal.rolling.DeploymentProgress;
import io.kruise.rollouts.testkit.internal.rolling.DeploymentSync;
import io.kruise.rollouts.testkit.internal.rolling.NewReplicaSet;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSet;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSets;
import io.kruise.rollouts.testkit.internal.rolling.RollingUpdate;
import io.kruise.rollouts.testkit.internal.rolling.Scaling;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Kubernetes does with a Deployment in one pass, in the order in which it is judged
 * (pkg/controller/deployment/deployment_controller.go, syncDeployment from the deletion on).
 */
final class NativeRollout {
  private static final String ROLLBACK_TO = "deprecated.deployment.rollback.to";

  private final DeploymentSync sync;
  private final List<ReplicaSet> all;
  private final List<ReplicaSet> old;
  private final NewReplicaSet newReplicaSet;
  private final DeploymentProgress progress;

  NativeRollout(DeploymentSync sync, List<ReplicaSet> all) {
    this.sync = sync;
    this.all = all;
    this.old = ReplicaSets.old(sync.world(), sync.deployment(), all);
    this.newReplicaSet = new NewReplicaSet(sync);
    this.progress = new DeploymentProgress(sync);
  }

  void run() {
    if (Meta.deleting(sync.deployment())) {
      syncStatusOnly();
      return;
    }
    checkPausedConditions();
    if (paused()) {
      sync();
    } else if (rollbackTo().isPresent()) {
      rollback(rollbackTo().getAsLong());
    } else if (new Scaling(sync).isDue(ReplicaSets.and(old, newReplicaSet.find(all, old)))) {
      sync();
    } else if (sync.rules().rollingUpdate()) {
      rolloutRolling();
    } else {
      rolloutRecreate();
    }
  }

  private void syncStatusOnly() {
    Optional<ReplicaSet> newest = newReplicaSet.find(all, old);
    progress.writeSums(ReplicaSets.and(old, newest), newest);
  }

  private void sync() {
    Optional<ReplicaSet> newest = newReplicaSet.find(all, old);
    new Scaling(sync).toSize(newest, old);
    if (paused() && rollbackTo().isEmpty()) {
      HistoryLimit.enforce(sync, old);
    }
    progress.writeSums(ReplicaSets.and(old, newest), newest);
  }

  private void checkPausedConditions() {
    String reason = DeploymentConditions.progressReason(sync.status());
    boolean saysPaused = reason.equals("DeploymentPaused");
    if (sync.progressDeadlineSeconds().isEmpty()
        || reason.equals("ProgressDeadlineExceeded")
        || saysPaused == paused()) {
      return;
    }
    sync.condition(
        DeploymentConditions.PROGRESSING,
        "Unknown",
        paused() ? "DeploymentPaused" : "DeploymentResumed",
        paused() ? "Deployment is paused" : "Deployment is resumed");
    sync.writeStatus();
  }

  private void rolloutRolling() {
    ReplicaSet newest = newReplicaSet.findOrCreate(all, old);
    List<ReplicaSet> sets = ReplicaSets.and(old, Optional.of(newest));
    RollingUpdate update =
        new RollingUpdate(sync, RollingUpdate.OldLimit.NONE, ReplicaSets.OLDEST_FIRST);
    if (!update.scaleNew(sets, newest) && !update.scaleOld(old, newest)) {
      cleanUpWhenComplete();
    }
    writeProgress(sets, Optional.of(newest));
  }

  private void rolloutRecreate() {
    Optional<ReplicaSet> newest = newReplicaSet.find(all, old);
    Recreate recreate = new Recreate(sync);
    if (recreate.scaleOldDown(old) || recreate.oldPodsRun(all, old, newest)) {
      writeProgress(ReplicaSets.and(old, newest), newest);
      return;
    }
    ReplicaSet created = newest.orElseGet(() -> newReplicaSet.findOrCreate(all, old));
    new Scaling(sync).scale(created, sync.replicas());
    cleanUpWhenComplete();
    Optional<ReplicaSet> present = Optional.of(created);
    writeProgress(ReplicaSets.and(old, present), present);
  }

  private void cleanUpWhenComplete() {
    if (progress.complete(sync.status())) {
      HistoryLimit.enforce(sync, old);
    }
  }

  private void writeProgress(List<ReplicaSet> sets, Optional<ReplicaSet> newest) {
    progress.write(sets, newest).ifPresent(sync.step()::recheck);
  }

  private boolean paused() {
    return sync.deployment().path("spec").path("paused").asBoolean();
  }

  private OptionalLong rollbackTo() {
    return ReplicaSet.number(Meta.annotation(sync.deployment(), ROLLBACK_TO));
  }

  /** rollback.go: revision 0 is the last one. */
  private void rollback(long wanted) {
    long revision = wanted == 0 ? lastRevision() : wanted;
    ObjectNode after = sync.deployment().deepCopy();
    Json.dig(after, "metadata", "annotations").remove(ROLLBACK_TO);
    all.stream()
        .filter(set -> revision > 0 && set.revision().orElse(-1) == revision)
        .filter(
            set ->
                !TemplateHash.same(set.template(), sync.deployment().path("spec").path("template")))
        .findFirst()
        .ifPresent(set -> takeOver(after, set, revision));
    sync.step().merge(ObjectRef.of(sync.deployment()), Json.mergeDiff(sync.deployment(), after));
  }

  private void takeOver(ObjectNode deployment, ReplicaSet set, long revision) {
    ObjectNode template = set.template().deepCopy();
    Json.dig(template, "metadata", "labels").remove(TemplateHash.LABEL);
    Json.dig(deployment, "spec").set("template", template);
    sync.emit(
        "DeploymentRollback",
        "Rolled back deployment \"" + Meta.name(deployment) + "\" to revision " + revision);
  }

  private long lastRevision() {
    long[] revisions = all.stream().mapToLong(set -> set.revision().orElse(0)).sorted().toArray();
    return revisions.length < 2 ? 0 : revisions[revisions.length - 2];
  }
}
