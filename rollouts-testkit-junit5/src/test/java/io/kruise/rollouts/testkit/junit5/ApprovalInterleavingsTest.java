// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutException;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutStatus;
import io.kruise.rollouts.testkit.Actor;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.Exploration;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.Interleavings;
import io.kruise.rollouts.testkit.ReleaseFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import io.kruise.rollouts.testkit.ScheduleFailedException;
import io.kruise.rollouts.testkit.ScheduledRun;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Timeout(120)
@DisplayName("in all orders of the controller and those who approve")
class ApprovalInterleavingsTest {
  private static final Logger LOG = LoggerFactory.getLogger(ApprovalInterleavingsTest.class);
  private static final String NAME = "rollouts-demo";
  private static final String STATUS =
      "/apis/rollouts.kruise.io/v1beta1/namespaces/default/rollouts/" + NAME + "/status";
  private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/default/deployments/" + NAME;
  private static final String APPROVAL =
      "{\"status\":{\"canaryStatus\":{\"currentStepState\":\"StepReady\"}}}";
  private static final String MERGE = "application/merge-patch+json";
  private static final String STRATEGIC = "application/strategic-merge-patch+json";

  /** As deep as this, or with {@code -Dinterleavings.seconds=60} as the time allows. */
  private static final @Nullable Integer SECONDS = Integer.getInteger("interleavings.seconds");

  private final FakeKruise kruise = FakeKruise.builder().virtualTime().start();

  @AfterEach
  void close() {
    kruise.close();
  }

  /** Up to the moment at which the controller has just written StepPaused at step 1. */
  @BeforeEach
  void pauseAtStep1() {
    KubernetesClient client = kruise.client();
    client
        .resource(DeploymentFixture.deployment(NAME).replicas(4).rolloutId("r1").build())
        .create();
    client.resource(RolloutFixture.canary(NAME).forDeployment(NAME).build()).create();
    kruise.advance(Duration.ofSeconds(10));
    ReleaseFixture.release("version-2", NAME).rolloutId("r2").deploy(client);
    for (int i = 0; i < 2_000 && !state().equals("StepPaused"); i++) {
      kruise.advance(Duration.ofMillis(5));
    }
    assertThat(state()).isEqualTo("StepPaused");
  }

  private String state() {
    return String.valueOf(
        kruise
            .client()
            .resources(Rollout.class)
            .withName(NAME)
            .get()
            .getStatus()
            .getCurrentStepState());
  }

  private static String release(String version, String rolloutId) {
    return """
        {"metadata":{"labels":{"rollouts.kruise.io/rollout-id":"%s"}},
         "spec":{"template":{"spec":{"containers":[
           {"name":"busybox","env":[{"name":"VERSION","value":"%s"}]}]}}}}"""
        .formatted(rolloutId, version);
  }

  private Interleavings interleavings() {
    return Interleavings.from(kruise).settle(Duration.ofSeconds(1));
  }

  private static CompletableFuture<?> bare(Actor actor) {
    return actor.patch(STATUS, MERGE, APPROVAL);
  }

  /** Its answer is lost, and it sends the same once more. */
  private static CompletableFuture<?> blindlyRepeated(Actor actor) {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    actor
        .patch(STATUS, MERGE, APPROVAL)
        .thenRun(
            () ->
                actor
                    .clock()
                    .schedule(
                        Duration.ofSeconds(1),
                        () -> actor.patch(STATUS, MERGE, APPROVAL).thenAccept(done::complete)));
    return done;
  }

  private static CompletableFuture<?> approved(Actor actor) {
    return RolloutsClient.on(actor.client(), KruiseClock.of(actor.clock()))
        .inNamespace("default")
        .withName(NAME)
        .approveAsync(ApproveOptions.step(1).ofRelease("r2"));
  }

  private static CompletableFuture<?> newRelease(Actor actor) {
    return actor.patch(DEPLOYMENT, STRATEGIC, release("version-3", "r3"));
  }

  private static int step(Rollout rollout) {
    return requireNonNull(rollout.getStatus().getCurrentStepIndex());
  }

  private static boolean isOf(Rollout rollout, String rolloutId) {
    RolloutStatus status = rollout.getStatus();
    return status.getCanaryStatus() != null
        && rolloutId.equals(status.getCanaryStatus().getObservedRolloutID());
  }

  /** As the approver writes it: the copy beside it in the status is the controller's. */
  private static boolean approvedNow(Rollout rollout) {
    RolloutStatus status = rollout.getStatus();
    return status.getCanaryStatus() != null
        && "StepReady".equals(status.getCanaryStatus().getCurrentStepState());
  }

  private static void step1IsLeft(ScheduledRun run) {
    assertThat(step(run.rollout(NAME))).as("the step at the end").isEqualTo(2);
  }

  private static void onlyStep1OfR2WasApproved(ScheduledRun run) {
    for (Rollout version : run.versions(NAME)) {
      assertThat(isOf(version, "r3") && approvedNow(version)).as("r3 was approved").isFalse();
      assertThat(isOf(version, "r2") && approvedNow(version) && step(version) > 1)
          .as("step %s of r2 was approved", version.getStatus().getCurrentStepIndex())
          .isFalse();
    }
  }

  /** Success means that the step was left; else it is said why not, in the library's own terms. */
  private static void nobodyIsToldALie(ScheduledRun run, String... approvers) {
    for (String approver : approvers) {
      CompletableFuture<?> result = run.result(approver);
      if (result.isCompletedExceptionally()) {
        assertThat(result.handle((done, failure) -> unwrapped(failure)).join())
            .as(approver)
            .isInstanceOf(RolloutException.class);
      } else {
        assertThat(run.versions(NAME))
            .as("what the success of the " + approver + " rests on")
            .anyMatch(version -> isOf(version, "r2") && step(version) == 2);
      }
    }
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Test
  @DisplayName("a bare merge patch is lost in some, which is printed and can be repeated")
  void bareIsLost() {
    Interleavings bare =
        interleavings()
            .actor("bare approver", ApprovalInterleavingsTest::bare)
            .check(ApprovalInterleavingsTest::step1IsLeft);

    ScheduleFailedException lost =
        catchThrowableOfType(ScheduleFailedException.class, () -> bare.explore(2));

    assertThat(lost)
        .hasMessageContaining(
            "rollout-controller: reads\n"
                + "bare approver: PATCH v1beta1/namespaces/default/rollouts/rollouts-demo/status");
    ScheduledRun again = bare.replay(lost.schedule());
    assertThat(again.result("bare approver"))
        .isCompletedWithValueMatching(code -> code.equals(200));
    assertThat(step(again.rollout(NAME))).isEqualTo(1);
  }

  @Test
  @DisplayName("a blind retry approves the next step as well in some")
  void blindRetrySkipsAStep() {
    Interleavings blind =
        interleavings()
            .actor("blind approver", ApprovalInterleavingsTest::blindlyRepeated)
            .check(ApprovalInterleavingsTest::onlyStep1OfR2WasApproved);

    ScheduleFailedException skipped =
        catchThrowableOfType(ScheduleFailedException.class, () -> blind.explore(2));

    assertThat(skipped).hasMessageContaining("step 2 of r2 was approved");
    assertThat(blind.replay(skipped.schedule()).versions(NAME)).anyMatch(each -> step(each) == 3);
  }

  @Test
  @DisplayName("approve() is lost in none, and approves nothing else")
  void oursIsNotLost() {
    Interleavings orders =
        interleavings()
            .actor("approver", ApprovalInterleavingsTest::approved)
            .check(ApprovalInterleavingsTest::step1IsLeft)
            .check(ApprovalInterleavingsTest::onlyStep1OfR2WasApproved)
            .check(run -> nobodyIsToldALie(run, "approver"));

    report("approver", explored(orders, 3));
  }

  @Test
  @DisplayName("two that approve and a new release get along: none is lost, doubled or without end")
  void twoApproversAndANewRelease() {
    Interleavings orders =
        interleavings()
            .actor("approver", ApprovalInterleavingsTest::approved)
            .actor("second approver", ApprovalInterleavingsTest::approved)
            .actor("new release", ApprovalInterleavingsTest::newRelease)
            .check(ApprovalInterleavingsTest::onlyStep1OfR2WasApproved)
            .check(run -> nobodyIsToldALie(run, "approver", "second approver"));

    report("approver, second approver, new release", explored(orders, 2));
  }

  /** A build tries the same orders on each machine, however slow. */
  private static Exploration explored(Interleavings orders, int departures) {
    return SECONDS == null
        ? orders.explore(departures)
        : orders.explore(Duration.ofSeconds(SECONDS));
  }

  /** How deep a timed one is depends on the machine, so little is asked of it here. */
  private static void report(String actors, Exploration tried) {
    assertThat(tried.tried()).isGreaterThan(20);
    LOG.info("controller, {}: {}", actors, tried);
  }
}
