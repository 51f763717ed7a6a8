// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.bluegreen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.batch.release.BatchContext;
import io.kruise.rollouts.testkit.internal.batch.release.LabelPatcher;
import io.kruise.rollouts.testkit.internal.batch.release.Observation;
import io.kruise.rollouts.testkit.internal.batch.release.Outcome;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.Pods;
import io.kruise.rollouts.testkit.internal.batch.release.StyleControl;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadInfo;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Lets a workload surge: its own controller makes new pods beside the old ones
 * (bluegreenstyle/control_plane.go).
 */
public final class BlueGreenControl implements StyleControl {
  private final Pass pass;
  private final Optional<BlueGreenWorkload> workload;

  private BlueGreenControl(Pass pass, BiFunction<Pass, ObjectNode, BlueGreenWorkload> kind) {
    this.pass = pass;
    workload = pass.workload().map(object -> kind.apply(pass, object));
  }

  /**
   * For a Deployment.
   *
   * @param pass the pass
   * @return its control
   */
  public static BlueGreenControl deployment(Pass pass) {
    return new BlueGreenControl(pass, DeploymentBlueGreen::new);
  }

  /**
   * For a CloneSet.
   *
   * @param pass the pass
   * @return its control
   */
  public static BlueGreenControl cloneSet(Pass pass) {
    return new BlueGreenControl(pass, CloneSetBlueGreen::new);
  }

  @Override
  public Outcome initialize() {
    return workload.map(this::initialize).orElseGet(this::notFound);
  }

  private Outcome initialize(BlueGreenWorkload target) {
    Outcome outcome = target.initialize();
    if (outcome.isDone()) {
      WorkloadInfo info = target.info();
      pass.status()
          .noteWorkload(
              info.status().stableRevision(), info.status().updateRevision(), info.replicas());
    }
    return outcome;
  }

  @Override
  public Outcome upgradeBatch() {
    return unlessEmpty(target -> target.upgrade(target.context()));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Pods that can't be labelled are no failure: that they have no labels is one.
   */
  @Override
  public Outcome checkBatch() {
    return unlessEmpty(
        target -> {
          BatchContext context = target.context().with(Pods.of(pass.world(), target.object()));
          LabelPatcher.patch(pass, context);
          return context.ready();
        });
  }

  @Override
  public Outcome windUp() {
    return workload.map(BlueGreenWorkload::windUp).orElseGet(Outcome::done);
  }

  @Override
  public Observation look() {
    if (pass.release().deleting()) {
      return Observation.none();
    }
    return workload
        .map(BlueGreenWorkload::info)
        .map(info -> new Observation(info.since(pass.status()), Optional.of(info)))
        .orElseGet(Observation::gone);
  }

  private Outcome unlessEmpty(Function<BlueGreenWorkload, Outcome> action) {
    return workload
        .map(target -> target.info().replicas() == 0 ? Outcome.done() : action.apply(target))
        .orElseGet(this::notFound);
  }

  private Outcome notFound() {
    return Outcome.notYet(pass.release().workload() + " not found");
  }
}
