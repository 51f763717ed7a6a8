// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.BatchReleasePhase;
import io.kruise.rollouts.model.RolloutFinalizers;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.Release;
import io.kruise.rollouts.testkit.internal.batch.release.ReleaseStatus;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadReader;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The BatchRelease controller of Kruise Rollouts (batchrelease_controller.go). */
public final class BatchReleaseController implements Controller {
  private final BatchEvents events = new BatchEvents();

  /** A controller; it keeps nothing. */
  public BatchReleaseController() {}

  @Override
  public String name() {
    return "batchrelease-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    return events.concerns(change, world);
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    Optional<ObjectNode> object = world.get(ref);
    if (object.isEmpty()) {
      return Step.nothing();
    }
    Release release = Release.of(world, object.get());
    Step.Builder step = Step.builder();
    if (release.deleting() && release.status().is(BatchReleasePhase.COMPLETED)) {
      return release(ref, release, step);
    }
    if (!holds(release)) {
      finalizers(step, ref, holding(release));
    }
    ReleaseStatus status = release.status().begun();
    if (!WorkloadReader.knows(release.workload())) {
      return step.emit(
              object.get(),
              "Warning",
              "UnsupportedWorkload",
              "the workload type '" + kind(release) + "' is not supported")
          .build();
    }
    Pass pass = new Pass(world, now, release, status, step);
    BatchExecutor.execute(pass, Styles.of(pass));
    status.noteGeneration(Meta.generation(object.get()));
    if (!status.sameAs(release.status())) {
      step.replaceStatus(ref, status.tree());
    }
    return step.build();
  }

  /** handleFinalizer, for one that is wound up: it may go. */
  private static Step release(ObjectRef ref, Release release, Step.Builder step) {
    if (holds(release)) {
      List<String> others = new ArrayList<>(Meta.finalizers(release.object()));
      others.remove(RolloutFinalizers.BATCH_RELEASE);
      finalizers(step, ref, others);
    }
    return step.build();
  }

  /** As Go writes a GroupVersionKind. */
  private static String kind(Release release) {
    return release.workloadRef().getApiVersion() + ", Kind=" + release.workloadRef().getKind();
  }

  private static boolean holds(Release release) {
    return Meta.finalizers(release.object()).contains(RolloutFinalizers.BATCH_RELEASE);
  }

  private static List<String> holding(Release release) {
    List<String> all = new ArrayList<>(Meta.finalizers(release.object()));
    all.add(RolloutFinalizers.BATCH_RELEASE);
    return all;
  }

  private static void finalizers(Step.Builder step, ObjectRef ref, List<String> finalizers) {
    ObjectNode patch = Json.object();
    Json.dig(patch, "metadata").set("finalizers", Json.tree(finalizers));
    step.merge(ref, patch);
  }
}
