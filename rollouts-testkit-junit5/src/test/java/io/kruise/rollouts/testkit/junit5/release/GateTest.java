// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.release;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static io.kruise.rollouts.testkit.junit5.KruiseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.release.Gate;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.Rollback;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.testkit.Call;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.junit5.KruiseTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KruiseTest
@Timeout(60)
@DisplayName("a walk past a gate")
class GateTest {
  private static final WaitOptions SOON = WaitOptions.atMost(Duration.ofHours(3));

  private static Release begun(RolloutOps demo) {
    return demo.release(
        ReleaseRequest.of("r2", TemplateChange.env("busybox", "VERSION", "version-2")));
  }

  private static CompletionStage<Gate.Decision> now(Gate.Decision decision) {
    return CompletableFuture.completedFuture(decision);
  }

  @Test
  @DisplayName("asks about each step that waits, once, and writes down who let it pass")
  void approves(FakeKruise kruise, RolloutOps demo) {
    List<Integer> asked = new CopyOnWriteArrayList<>();
    ReleaseOutcome outcome =
        begun(demo)
            .walk(
                (view, step) -> {
                  asked.add(step);
                  return now(Gate.approve("metrics", "error rate 0." + step));
                },
                SOON);
    assertThat(outcome).isInstanceOf(ReleaseOutcome.Completed.class);
    assertThat(asked).containsExactly(1, 2);
    assertThat(demo.resource().get().getMetadata().getAnnotations())
        .hasEntrySatisfying(
            "kruise-rollouts-java/step-2",
            text -> assertThat(text).startsWith("metrics: error rate 0.2"));
    assertThat(kruise.history()).approvedOnce(1).approvedOnce(2).neverSkippedAStep();
  }

  @Test
  @DisplayName("that begins between two steps asks about the next one")
  void beginsBetweenSteps(RolloutOps demo) {
    Release release = begun(demo);
    release.await(awaitingApproval(1), SOON);
    release.approve(1);
    List<Integer> asked = new CopyOnWriteArrayList<>();
    ReleaseOutcome outcome =
        release.walk(
            (view, step) -> {
              asked.add(step);
              return now(Gate.approve("ci", ""));
            },
            SOON);
    assertThat(outcome.met()).isTrue();
    assertThat(asked).containsExactly(2);
  }

  @Test
  @DisplayName("takes the release back when the gate rejects it, and says who did, and why")
  void rejects(RolloutOps demo, KubernetesClient kubernetes) {
    ReleaseOutcome outcome =
        begun(demo)
            .walk(
                (view, step) ->
                    now(step == 1 ? Gate.approve("ci", "") : Gate.reject("ci", "errors: 5 %")),
                SOON);

    assertThat(outcome).isInstanceOf(ReleaseOutcome.RolledBack.class);
    assertThat(outcome.text()).contains("rejected by ci: errors: 5 %");
    assertThat(demo).isRolledBack();
    assertThat(demo.resource().get().getMetadata().getAnnotations())
        .hasEntrySatisfying(
            "kruise-rollouts-java/rejected",
            text -> assertThat(text).startsWith("ci: errors: 5 %").contains("release r2"));
    assertThat(kubernetes.v1().events().inNamespace("default").list().getItems())
        .filteredOn(event -> event.getReason().equals("ReleaseRejected"))
        .singleElement()
        .satisfies(event -> assertThat(event.getType()).isEqualTo("Warning"));
  }

  @Test
  @DisplayName("asks again when the gate wants so, in the cluster's time")
  void asksAgain(FakeKruise kruise, RolloutOps demo) {
    List<Instant> asked = new CopyOnWriteArrayList<>();
    ReleaseOutcome outcome =
        begun(demo)
            .walk(
                (view, step) -> {
                  asked.add(kruise.now());
                  return now(
                      asked.size() < 3
                          ? Gate.notYet(Duration.ofMinutes(10))
                          : Gate.approve("ci", ""));
                },
                SOON);
    assertThat(outcome.met()).isTrue();
    assertThat(Duration.between(asked.get(0), asked.get(2)))
        .isBetween(Duration.ofMinutes(20), Duration.ofMinutes(21));
  }

  @Test
  @DisplayName(
      "times out when the gate does not decide, or never wants to, and the step still waits")
  void undecided(RolloutOps demo) {
    Release release = begun(demo);
    WaitOptions hour = WaitOptions.atMost(Duration.ofHours(1));
    assertThat(release.walk((view, step) -> new CompletableFuture<>(), hour))
        .isInstanceOf(ReleaseOutcome.TimedOut.class);
    assertThat(release.walk((view, step) -> now(Gate.notYet(Duration.ofMinutes(7))), hour))
        .isInstanceOfSatisfying(
            ReleaseOutcome.TimedOut.class,
            late -> assertThat(late.text()).contains("waits for an approval"));
    assertThat(demo).isAwaitingApproval(1);
  }

  @Test
  @DisplayName("may be asked as often as it likes")
  void patience(RolloutOps demo) {
    AtomicInteger left = new AtomicInteger(3_000);
    ReleaseOutcome outcome =
        begun(demo)
            .walk(
                (view, step) ->
                    now(
                        left.decrementAndGet() > 0
                            ? Gate.notYet(Duration.ofSeconds(2))
                            : Gate.approve("ci", "")),
                SOON);
    assertThat(outcome.met()).isTrue();
  }

  @Test
  @DisplayName("that is cancelled asks no more")
  void cancelled(FakeKruise kruise, RolloutOps demo) {
    AtomicInteger asked = new AtomicInteger();
    CompletableFuture<ReleaseOutcome> walk =
        begun(demo)
            .walkAsync(
                (view, step) -> {
                  asked.incrementAndGet();
                  return now(Gate.notYet(Duration.ofMinutes(1)));
                },
                SOON);
    kruise.advance(Duration.ofMinutes(5));
    assertThat(asked.get()).isBetween(3, 6);

    walk.cancel(true);
    int before = asked.get();
    kruise.advance(Duration.ofMinutes(30));

    assertThat(asked.get()).isEqualTo(before);
    assertThat(demo).isAwaitingApproval(1);
  }

  @Test
  @DisplayName("ends with the gate's own failure, and the step still waits")
  void fails(RolloutOps demo) {
    Release release = begun(demo);
    assertThatThrownBy(
            () ->
                release.walk(
                    (view, step) -> CompletableFuture.failedFuture(new ArithmeticException("0/0")),
                    SOON))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(
            () ->
                release.walk(
                    (view, step) -> {
                      throw new IllegalArgumentException("no such metric");
                    },
                    SOON))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(demo).isAwaitingApproval(1);
  }

  @Test
  @DisplayName("goes on where somebody else approved while the gate thought about it")
  void overtaken(FakeKruise kruise, RolloutOps demo) {
    Release release = begun(demo);
    List<Integer> asked = new CopyOnWriteArrayList<>();
    ReleaseOutcome outcome =
        release.walk(
            (view, step) -> {
              asked.add(step);
              return step == 1
                  ? demo.pickUp("r2")
                      .approveAndWaitAsync(1, SOON)
                      .thenApply(reached -> Gate.approve("late", ""))
                  : now(Gate.approve("ci", ""));
            },
            SOON);
    assertThat(outcome.met()).isTrue();
    assertThat(asked).containsExactly(1, 2);
    assertThat(kruise.history()).approvedOnce(1).approvedOnce(2).neverSkippedAStep();
  }

  @Test
  @DisplayName("a rejection that can't be written down takes the release back all the same")
  void unrecorded(FakeKruise kruise, RolloutOps demo) {
    Release release = begun(demo);
    release.await(awaitingApproval(1), SOON);
    kruise.weather().on(Call.patch("rollouts")).answer(403);

    Rollback rollback = release.reject("alice", "looks wrong", SOON);

    assertThat(rollback.how()).isEqualTo(Rollback.How.CANCELLED);
    assertThat(rollback.unrecorded()).get().asString().contains("cannot patch");
    assertThat(demo).isRolledBack();
  }
}
