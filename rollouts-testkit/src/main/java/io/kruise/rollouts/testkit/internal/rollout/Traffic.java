// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.traffic.TrafficContext;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb;
import io.kruise.rollouts.testkit.internal.traffic.TrafficResult;
import java.util.Optional;

/** What the Rollout controller asks of the traffic manager. */
final class Traffic {
  private final TrafficManager manager;

  Traffic(TrafficManager manager) {
    this.manager = manager;
  }

  /**
   * Does what the verb says. Where upstream takes no more from the context than this, the caller
   * looks again after a time of its own.
   *
   * @return whether it is done
   */
  boolean apply(Verb verb, Pass pass) {
    return result(verb, pass).done();
  }

  /**
   * Does what the verb says, and looks again when its grace period is over.
   *
   * @return whether it is done
   */
  boolean applyAndLookAgain(Verb verb, Pass pass) {
    return lookAgain(result(verb, pass), pass);
  }

  /**
   * Does what the verb says; the step's lastUpdateTime becomes the manager's.
   *
   * @return whether it is done
   */
  boolean applyAndTouch(Verb verb, Pass pass) {
    return touch(result(verb, pass), pass).done();
  }

  /**
   * Does what the verb says; the step's lastUpdateTime becomes the manager's; looks again when its
   * grace period is over.
   *
   * @return whether it is done
   */
  boolean applyTouchAndLookAgain(Verb verb, Pass pass) {
    return lookAgain(touch(result(verb, pass), pass), pass);
  }

  private static boolean lookAgain(TrafficResult result, Pass pass) {
    if (!result.done()) {
      result.recheckAfter().ifPresent(pass.step()::recheck);
    }
    return result.done();
  }

  private static TrafficResult touch(TrafficResult result, Pass pass) {
    result.lastUpdateTime().ifPresent(time -> pass.status().requireSub().lastUpdateTime(time));
    return result;
  }

  private TrafficResult result(Verb verb, Pass pass) {
    TrafficResult result =
        manager.apply(verb, context(pass), pass.world(), pass.now(), pass.step());
    if (result.error().isPresent()) {
      throw new PassFailedException(result.error().get());
    }
    return result;
  }

  /** NewTrafficRoutingContext (rollout_progressing.go). */
  private static TrafficContext context(Pass pass) {
    SubStatus sub = pass.status().requireSub();
    Plan plan = pass.plan();
    boolean known = sub.index() >= 1 && sub.index() <= plan.size();
    CanaryStep step = plan.step(known ? sub.index() : 1);
    String namespace = Meta.namespace(pass.rollout());
    Optional<Workload> workload = pass.workload();
    return new TrafficContext(
        "Rollout(" + namespace + "/" + Meta.name(pass.rollout()) + ")",
        namespace,
        plan.trafficRoutings(),
        step,
        pass.rollout(),
        workload.map(Workload::revisionLabelKey).orElse(""),
        sub.stableRevision(),
        sub.podTemplateHash(),
        sub.lastUpdateTime(),
        plan.disableGenerateCanaryService());
  }
}
