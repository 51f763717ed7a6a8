// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.readiness.StepExpectation.Outcome;
import io.kruise.rollouts.client.support.RolloutFixture;
import io.kruise.rollouts.client.support.Workloads;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("every status has a judgement")
class TotalReadinessTest {
  private static final int STATUSES = 2_000;

  private static final List<Object> REPLICAS = List.of(1, 10, "1%", "50%", "100%", "", "x");

  @RepeatedTest(5)
  void judgesWhateverComes() {
    long seed = Long.getLong("readiness.seed", new Random().nextLong());
    System.out.println("TotalReadinessTest: -Dreadiness.seed=" + seed);
    Random random = new Random(seed);

    for (int i = 0; i < STATUSES; i++) {
      RolloutFixture first = status(random);
      RolloutFixture second = status(random);
      WorkloadFacts workload = workload(random);
      StepExpectation expectation = expectation(random);
      String what = "seed " + seed + ", status " + i;

      StepReadiness readiness = StepReadiness.evaluate(first.build(), workload, expectation);
      assertJudged(what, expectation, readiness);
      StepWatch watch = StepWatch.begin(expectation, workload).see(first.view()).see(second.view());
      assertJudged(what + " in a wait", watch.expectation(), requireNonNull(watch.last(), what));
    }
  }

  private static void assertJudged(
      String what, StepExpectation expectation, StepReadiness readiness) {
    assertThat(readiness.explanation()).as(what).isNotBlank();
    assertThat(readiness.toString()).as(what).isNotBlank();
    Outcome outcome = expectation.outcome(readiness);
    boolean over =
        switch (readiness.verdict()) {
          case ROLLED_BACK, SUPERSEDED, DISABLED, TERMINATING, NO_SUCH_STEP, GONE -> true;
          default -> false;
        };
    assertThat(outcome).as(what).isNotNull();
    if (over) {
      assertThat(outcome).as(what).isEqualTo(Outcome.UNREACHABLE);
    }
    if (readiness.verdict() == Verdict.NOT_OBSERVED) {
      assertThat(outcome).as(what).isEqualTo(Outcome.PENDING);
    }
  }

  private static RolloutFixture status(Random random) {
    Object[] plan =
        random.ints(random.nextInt(5), 0, REPLICAS.size()).mapToObj(REPLICAS::get).toArray();
    RolloutFixture fixture =
        random.nextBoolean() ? RolloutFixture.canary(plan) : RolloutFixture.blueGreen(plan);
    for (int step = 1; step <= plan.length; step++) {
      if (random.nextInt(3) == 0) {
        fixture.pause(step, random.nextInt(-1, 600));
      }
    }
    fixture
        .step(random.nextInt(-1, 6), word(random, "StepPaused", "StepUpgrade", "StepReady", "x"))
        .next(random.nextBoolean() ? null : random.nextInt(-2, 100))
        .phase(
            word(random, "Healthy", "Progressing", "Progressing", "Initial", "Disabled", "x", ""))
        .progressing(
            word(random, "InRolling", "Initializing", "Paused", "Cancelling", "Completed", "x"))
        .condition(random.nextInt(3) == 0 ? null : (Boolean) random.nextBoolean())
        .release(
            word(random, "r1", "r2", "rev1", "rollback-rev1", ""),
            word(random, "rev1", "rev2", ""),
            random.nextInt(4))
        .since(word(random, "2026-01-01T00:00:00Z", ""))
        .message(random.nextInt(5) == 0 ? "please rollback first" : "")
        .uid(random.nextInt(8) == 0 ? "uid-2" : "uid-1");
    return vary(fixture, random);
  }

  private static RolloutFixture vary(RolloutFixture fixture, Random random) {
    return switch (random.nextInt(16)) {
      case 0 -> fixture.noStepStatus();
      case 1 -> fixture.untouched();
      case 2 -> fixture.deleting();
      case 3 -> fixture.disabled();
      case 4 -> fixture.held();
      case 5 -> fixture.specAhead();
      case 6 -> fixture.rollbackInBatch();
      default -> fixture;
    };
  }

  private static @Nullable WorkloadFacts workload(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> Workloads.unlabelled(random.nextInt(4));
      case 2 -> Workloads.labelled("r" + random.nextInt(1, 3), random.nextInt(4));
      default -> Workloads.atRest("r2", random.nextInt(4));
    };
  }

  private static StepExpectation expectation(Random random) {
    int step = random.nextInt(1, 6);
    StepExpectation goal =
        switch (random.nextInt(4)) {
          case 0 -> StepExpectation.reached(step);
          case 1 -> StepExpectation.passed(step);
          case 2 -> StepExpectation.awaitingApproval(step);
          default -> StepExpectation.completed();
        };
    return switch (random.nextInt(4)) {
      case 0 -> goal;
      case 1 -> goal.ofRelease("r2");
      case 2 -> goal.ofReleaseStartedBy(Workloads.deployment("r2", random.nextInt(1, 5)));
      default -> goal.of(ReleaseMatch.whateverTheStatusShows());
    };
  }

  private static @Nullable String word(Random random, String... words) {
    int choice = random.nextInt(words.length + 1);
    return choice == words.length ? null : words[choice];
  }
}
