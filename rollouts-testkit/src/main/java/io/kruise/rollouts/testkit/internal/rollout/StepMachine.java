// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import io.kruise.rollouts.model.RollingStyle;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb;
import java.util.List;
import java.util.Optional;

/** Walks through the states of a step: upstream's runCanary of both release managers. */
final class StepMachine {
  private final Traffic traffic;
  private final List<StepRow> canary;
  private final List<StepRow> blueGreen;

  StepMachine(Traffic traffic) {
    this.traffic = traffic;
    StepWork work = new StepWork(traffic);
    canary = CanarySteps.table(work);
    blueGreen = BlueGreenSteps.table(work);
  }

  void run(Pass pass) {
    SubStatus sub = pass.sub();
    pass.batchRelease().ifPresent(each -> BatchReleases.sync(pass, each, sub));
    if (sub.podTemplateHash().isEmpty()) {
      sub.podTemplateHash(pass.requireWorkload().podTemplateHash());
    }
    if (StepJump.jump(pass) || !routesOfEarlierStepsGone(pass)) {
      return;
    }
    List<StepRow> table = pass.plan().style() == RollingStyle.BLUE_GREEN ? blueGreen : canary;
    while (takeRow(table, pass)) {
      // until a state's work has to wait, or the pass is to end
    }
  }

  /** A step that keeps the traffic as it is begins without what earlier steps have routed. */
  private boolean routesOfEarlierStepsGone(Pass pass) {
    boolean keeps = !Plan.shiftsTraffic(pass.plan().step(pass.sub().index()));
    return !keeps || traffic.applyTouchAndLookAgain(Verb.FINALISE, pass);
  }

  private static boolean takeRow(List<StepRow> table, Pass pass) {
    StepState state = pass.sub().state();
    Optional<StepRow> row =
        table.stream().filter(each -> each.state() == state && each.when().test(pass)).findFirst();
    if (row.isEmpty() || !row.get().work().test(pass)) {
      return false;
    }
    pass.sub().state(row.get().next());
    if (row.get().touches()) {
      pass.sub().lastUpdateTime(pass.now());
    }
    return row.get().goesOn();
  }
}
