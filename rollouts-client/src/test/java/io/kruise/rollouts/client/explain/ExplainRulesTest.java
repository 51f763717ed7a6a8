// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import static io.kruise.rollouts.client.explain.SnapshotFixture.NEW;
import static io.kruise.rollouts.client.explain.SnapshotFixture.NOW;
import static io.kruise.rollouts.client.explain.SnapshotFixture.OLD;
import static io.kruise.rollouts.client.explain.SnapshotFixture.container;
import static io.kruise.rollouts.client.explain.SnapshotFixture.unscheduled;
import static io.kruise.rollouts.client.explain.SnapshotFixture.waiting;
import static io.kruise.rollouts.client.support.RolloutFixture.blueGreen;
import static io.kruise.rollouts.client.support.RolloutFixture.canary;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.kruise.rollouts.client.explain.NetworkReading.Presence;
import io.kruise.rollouts.client.support.RolloutFixture;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
@DisplayName("what is found in a snapshot")
class ExplainRulesTest {

  /** A snapshot, and the sentence that is said of it. */
  record Row(Cause cause, SnapshotFixture snapshot, String sentence) {
    @Override
    public String toString() {
      return cause + ": " + sentence;
    }
  }

  private static Row row(Cause cause, SnapshotFixture snapshot, String sentence) {
    return new Row(cause, snapshot, sentence);
  }

  /** Step 2 of 5 pods, "50%", is being upgraded since 9 min 40 s, and the controller works. */
  private static SnapshotFixture upgrading() {
    return SnapshotFixture.of(canary(1, "60%", "100%").rolling(2, "StepUpgrade"))
        .batch("Progressing", "Upgrading", 1)
        .statusWritten(2);
  }

  private static SnapshotFixture of(RolloutFixture rollout) {
    return SnapshotFixture.of(rollout);
  }

  private static ContainerStatus running() {
    return new ContainerStatusBuilder()
        .withState(new ContainerStateBuilder().withNewRunning().endRunning().build())
        .build();
  }

  private static ContainerStatus ended() {
    return new ContainerStatusBuilder()
        .withState(
            new ContainerStateBuilder()
                .withNewTerminated()
                .withReason("OOMKilled")
                .withExitCode(137)
                .endTerminated()
                .build())
        .build();
  }

  static Stream<Row> pods() {
    return Stream.of(
        row(
            Cause.IMAGE_PULL,
            upgrading().ready(NEW, 1).unready(2, waiting("ImagePullBackOff")),
            "2 of 3 pods of step 2 wait: ImagePullBackOff on image x:bad since 4 min"),
        row(
            Cause.IMAGE_PULL,
            upgrading().ready(NEW, 2).unready(1, waiting("InvalidImageName")),
            "1 of 3 pods of step 2 waits: InvalidImageName on image x:bad since 4 min"),
        row(
            Cause.CRASH_LOOP,
            upgrading().unready(3, waiting("CrashLoopBackOff")),
            "3 of 3 pods of step 2 wait: CrashLoopBackOff since 4 min"),
        row(
            Cause.CRASH_LOOP,
            upgrading().unready(1, container(ended())),
            "1 of 3 pods of step 2 waits: CrashLoopBackOff, the last time OOMKilled, exit code 137 since 4 min"),
        row(
            Cause.CONTAINER_START,
            upgrading().unready(1, waiting("CreateContainerConfigError")),
            "1 of 3 pods of step 2 waits: CreateContainerConfigError, as it says since 4 min"),
        row(
            Cause.CONTAINER_START,
            upgrading()
                .unready(1, waiting("ContainerCreating"))
                .event("Pod", "pod-0", "FailedCreatePodSandBox", "no network for pod-0"),
            "1 of 3 pods of step 2 waits: the pod's sandbox, no network for (pod) since 4 min"),
        row(
            Cause.UNSCHEDULABLE,
            upgrading().unready(2, unscheduled("0/3 nodes are available: 3 Insufficient cpu.")),
            "2 of 3 pods of step 2 wait: unschedulable: 0/3 nodes are available: 3 Insufficient cpu. since 4 min"),
        row(
            Cause.UNSCHEDULABLE,
            upgrading().unready(1, unscheduled("")),
            "1 of 3 pods of step 2 waits: no scheduler has looked at it since 4 min"),
        row(
            Cause.VOLUME,
            upgrading().unready(1, unscheduled("persistentvolumeclaim \"data\" not found")),
            "1 of 3 pods of step 2 waits: for a volume, the scheduler says: persistentvolumeclaim \"data\" not found since 4 min"),
        row(
            Cause.VOLUME,
            upgrading()
                .unready(1, waiting("ContainerCreating"))
                .event("Pod", "pod-0", "FailedMount", "secret \"tls\" not found"),
            "1 of 3 pods of step 2 waits: a volume, secret \"tls\" not found since 4 min"),
        row(
            Cause.READINESS_PROBE,
            upgrading()
                .unready(1, container(running()))
                .event("Pod", "pod-0", "Unhealthy", "Readiness probe failed: 503"),
            "1 of 3 pods of step 2 waits: a probe, Readiness probe failed: 503 since 4 min"),
        row(
            Cause.NOT_READY,
            upgrading()
                .unready(1, container(running()))
                .event("Pod", "pod-0", "Unhealthy", "Liveness probe failed: 503"),
            "1 of 3 pods of step 2 waits: the containers run and aren't ready since 4 min"),
        row(
            Cause.NOT_READY,
            upgrading().unready(1, waiting("ContainerCreating")),
            "1 of 3 pods of step 2 waits: ContainerCreating, and nothing tells why it takes so long since 4 min"),
        row(
            Cause.POD_FAILED,
            upgrading()
                .unready(
                    1,
                    pod -> pod.editStatus().withPhase("Failed").withReason("Evicted").endStatus()),
            "1 of 3 pods of step 2 waits: failed, Evicted since 4 min"),
        row(
            Cause.QUOTA_EXCEEDED,
            upgrading().ready(NEW, 1).failedCreate("pods is forbidden: exceeded quota: small"),
            "2 of 3 pods of step 2 can't be created: quota exceeded (pods is forbidden: exceeded quota: small) since 4 min"),
        row(
            Cause.PODS_REFUSED,
            upgrading().failedCreate("serviceaccount \"x\" not found"),
            "3 of 3 pods of step 2 can't be created: the API server refuses them (serviceaccount \"x\" not found) since 4 min"),
        row(
            Cause.PODS_REFUSED,
            upgrading().event("StatefulSet", "workload-demo", "FailedCreate", "no such class"),
            "3 of 3 pods of step 2 can't be created: the API server refuses them (no such class) since 4 min"),
        row(
            Cause.WEBHOOK_UNREACHABLE,
            upgrading()
                .failedCreate("failed calling webhook \"mpod.kb.io\": no endpoints available"),
            "3 of 3 pods of step 2 can't be created: a webhook does not answer (failed calling webhook \"mpod.kb.io\": no endpoints available) since 4 min"));
  }

  static Stream<Row> machinery() {
    return Stream.of(
        row(
            Cause.INTEGER_AFTER_PERCENT,
            of(canary("40%", 4).rolling(2, "StepUpgrade"))
                .partition("40%")
                .batch("Progressing", "Upgrading", 1)
                .ready(NEW, 2),
            "step 2 (4 pods) can't start after a step with a percentage: the controller never upgrades it since 9 min"),
        row(
            Cause.INTEGER_AFTER_PERCENT,
            of(canary("40%", 4).rolling(2, "StepUpgrade")).batch("Progressing", "Upgrading", 1),
            "step 2 (4 pods) can't start after a step with a percentage: the controller never upgrades it since 9 min"),
        row(
            Cause.SURGE_EXHAUSTED,
            of(blueGreen(1, "100%").rolling(2, "StepUpgrade").pods(4, 4))
                .workload(each -> each.setKind("CloneSet"))
                .batch("Progressing", "Verifying", 1),
            "step 2 (100%) can't be reached: beside the old pods a CloneSet makes no more than 4 new ones after the steps before since 9 min"),
        row(
            Cause.ROLLBACK_STOPPED,
            of(blueGreen(1, "100%").cancelling(1))
                .workload(each -> each.setKind("CloneSet"))
                .atRest()
                .partition("100%"),
            "the rollback waits for pods of Deployment workload-demo that its partition of 100% keeps as they are since 60 s"),
        row(
            Cause.STALE_BATCH_RELEASE,
            upgrading().batch("Completed", "Ready", 600),
            "a BatchRelease of an earlier release, whose workload was deleted, is in the way of step 2 since 10 min"),
        row(
            Cause.STALE_BATCH_RELEASE,
            of(demo().paused(1).pods(0, 0)).batch("Completed", "Ready", 600),
            "a BatchRelease of an earlier release, whose workload was deleted, is in the way of step 1 since 10 min"),
        row(
            Cause.BATCH_REFUSED,
            upgrading().refusal("cannot upgrade batch, because minReadySeconds"),
            "cannot upgrade batch, because minReadySeconds"),
        row(
            Cause.TRAFFIC_OBJECT_MISSING,
            of(demo().initializing())
                .network("Service", "web", Presence.MISSING)
                .network("Ingress", "web", Presence.FOUND),
            "Service web, which the plan's traffic goes through, is missing since 60 s"),
        row(
            Cause.TRAFFIC_OBJECT_MISSING,
            of(demo().rolling(1, "StepTrafficRouting"))
                .network("HTTPRoute", "web", Presence.NOT_SERVED)
                .network("Service", "web", Presence.MISSING),
            "HTTPRoute web, Service web, which the plan's traffic goes through, are missing since 60 s"),
        row(
            Cause.BLUE_GREEN_REFUSES_NEWER,
            of(
                blueGreen("50%", "100%")
                    .paused(1)
                    .message("new version releasing detected …, please rollback first")),
            "blue-green refuses a newer revision: roll back first; step 1 stands still"),
        row(
            Cause.NOT_ARMED,
            of(demo().succeeded()).atRest().unarmed(),
            "webhook not armed: Deployment workload-demo lacks the label rollouts.kruise.io/workload-type, so its next template change escapes"),
        row(
            Cause.ESCAPED,
            of(demo().succeeded()).atRest().generation(3, 3),
            "the template of Deployment workload-demo was changed without a release: its pods roll without steps since 60 s"),
        row(
            Cause.LEFT_PAUSED,
            of(demo().initializing().disabled().phase("Disabled")).atRest().paused(),
            "the Rollout is disabled, and Deployment workload-demo was left paused: nobody lets it go on since 60 s"),
        row(
            Cause.SCALED_TO_ZERO,
            of(demo().succeeded()).atRest().generation(3, 3).replicas(0),
            "Deployment workload-demo is scaled to 0: its template change began no release since 60 s"),
        row(
            Cause.SCALED_TO_ZERO,
            upgrading().replicas(0),
            "the workload is scaled to 0, so step 2 has no pods to prove itself with"),
        row(
            Cause.WORKLOAD_NOT_FOUND,
            of(demo().workloadMissing()).noWorkload(),
            "there is no Deployment workload-demo"),
        row(
            Cause.WORKLOAD_BEING_DELETED,
            upgrading()
                .workload(each -> each.getMetadata().setDeletionTimestamp("2026-01-01T00:09:00Z")),
            "Deployment workload-demo is being deleted"),
        row(
            Cause.WORKLOAD_NOT_OBSERVED,
            of(demo().paused(1)).generation(3, 2),
            "Deployment workload-demo's own controller has not seen its newest spec, and the Rollout waits for that since 60 s"),
        row(
            Cause.CONTROLLER_SILENT,
            of(demo().succeeded().specAhead()),
            "the Rollout's present spec is not observed, and the controller has written nothing since 60 s"),
        row(
            Cause.CONTROLLER_SILENT,
            of(demo().untouched()).atRest(),
            "the Rollout's present spec is not observed, and the controller has written nothing since 60 s"),
        row(
            Cause.CONTROLLER_SILENT,
            of(demo().succeeded()),
            "a release is marked on Deployment workload-demo, and the controller has written nothing since 60 s"),
        row(
            Cause.CONTROLLER_SILENT,
            of(demo().initializing()),
            "the release's first step is being prepared, and the controller has written nothing since 60 s"),
        row(
            Cause.CONTROLLER_SILENT,
            upgrading().ready(NEW, 3).batch("Progressing", "Verifying", 90).statusWritten(90),
            "step 2 upgrades, and the controller has written nothing since 90 s"),
        row(
            Cause.CONTROLLER_SILENT,
            of(demo().rolling(1, "StepReady")),
            "step 1 may go on, and the controller has written nothing since 60 s"),
        row(
            Cause.CONTROLLER_SILENT,
            of(demo().pause(1, 60).paused(1)),
            "the pause of step 1 was over at 2026-01-01T00:01:10Z, and the controller has written nothing since 8 min"),
        row(
            Cause.DELETION_STUCK,
            of(demo().paused(1).deleting())
                .rollout(
                    each -> {
                      each.getMetadata().setDeletionTimestamp("2026-01-01T00:05:00Z");
                      each.getMetadata().setFinalizers(List.of("rollouts.kruise.io/rollout"));
                    }),
            "the Rollout is being deleted, and rollouts.kruise.io/rollout keeps it since 5 min"),
        row(
            Cause.UNKNOWN_STATE,
            of(demo().rolling(1, "StepDancing")),
            "step 1 is in a state that is not known here: StepDancing"),
        row(
            Cause.UNKNOWN_STATE,
            of(demo().rolling(4, "StepUpgrade")),
            "the status names step 4, and the plan has none"));
  }

  static Stream<Row> inOrder() {
    return Stream.of(
        row(
            Cause.NEEDS_APPROVAL,
            of(demo().paused(1)).ready(NEW, 1),
            "step 1 of 3 is upgraded (1 of 1 pods ready) and needs an approval since 9 min"),
        row(
            Cause.TIMED_PAUSE,
            of(demo().pause(1, 3600).paused(1)),
            "step 1 is upgraded, timed pause until 2026-01-01T01:00:10Z (in 50 min)"),
        row(
            Cause.STRATEGY_PAUSED,
            of(demo().heldAt(2, "StepUpgrade")),
            "paused by spec.strategy.paused, at step 2 in StepUpgrade"),
        row(
            Cause.DISABLED,
            of(demo().disabledAt(1)).atRest(),
            "the Rollout is disabled; changes of its workload go without steps"),
        row(
            Cause.DISABLED,
            of(demo().initializing().disabled().phase("Disabled"))
                .atRest()
                .paused()
                .forbidden("BatchRelease rollouts-demo", "get batchreleases.rollouts.kruise.io"),
            "the Rollout is disabled; changes of its workload go without steps"),
        row(
            Cause.JUST_CHANGED,
            of(demo().succeeded().specAhead()).specWritten(3),
            "the Rollout's present spec is not observed since 3 s"),
        row(
            Cause.JUST_CHANGED,
            of(demo().succeeded()).atRest().generation(3, 3).workloadWritten(2),
            "Deployment workload-demo was changed just now"),
        row(
            Cause.STARTING,
            of(demo().succeeded()).workloadWritten(2),
            "a release is marked on Deployment workload-demo since 2 s"),
        row(
            Cause.STARTING,
            of(demo().initializing()).statusWritten(1),
            "the release's first step is being prepared since 1 s"),
        row(
            Cause.UPGRADING,
            upgrading().ready(NEW, 2).ready(OLD, 3),
            "step 2: 2 of 3 pods updated, 2 of them ready, going on since 9 min"),
        row(
            Cause.UPGRADING,
            upgrading().forbidden("pods", "list pods"),
            "step 2: 2 of 3 pods updated, 2 of them ready; the pods themselves could not be seen, going on since 9 min"),
        row(
            Cause.ROUTING_TRAFFIC,
            of(demo().rolling(1, "StepTrafficRouting")).statusWritten(1),
            "step 1: the pods are upgraded, the traffic is being moved since 9 min"),
        row(
            Cause.GOING_ON,
            of(demo().rolling(1, "StepMetricsAnalysis")).statusWritten(1),
            "step 1 is upgraded and about to pause since 9 min"),
        row(
            Cause.GOING_ON,
            of(demo().paused(3)).statusWritten(1),
            "step 3 was the last and passes by itself since 9 min"),
        row(
            Cause.FINALISING,
            of(demo().finalising()).statusWritten(1),
            "all steps are done, the controller hands the workload back since 1 s"),
        row(
            Cause.ROLLING_BACK,
            of(demo().cancelling(1)).statusWritten(1),
            "the release is being taken back since 1 s"),
        row(
            Cause.ENDING,
            of(demo().paused(1).deleting())
                .rollout(each -> each.getMetadata().setDeletionTimestamp("2026-01-01T00:09:50Z")),
            "the Rollout is being deleted since 10 s"),
        row(
            Cause.NO_RELEASE_YET,
            of(demo().firstFill().workloadGeneration(2)).atRest(),
            "the Rollout has not released anything yet"),
        row(Cause.COMPLETED, of(demo().succeeded()).atRest(), "release 'r2' is over and succeeded"),
        row(
            Cause.ROLLED_BACK,
            of(demo().cancelled(1)).atRest(),
            "the release was taken back at step 1"));
  }

  @ParameterizedTest
  @MethodSource({"pods", "machinery", "inOrder"})
  @DisplayName("the cause and the sentence, as in docs/explain.md")
  void table(Row row) {
    Explanation explanation = row.snapshot().explain();
    assertThat(explanation.sentence()).isEqualTo(row.sentence());
    assertThat(explanation.cause()).isEqualTo(row.cause());
  }

  @Test
  @DisplayName("every cause has a row")
  void complete() {
    Set<Cause> shown =
        Stream.of(pods(), machinery(), inOrder())
            .flatMap(rows -> rows)
            .map(Row::cause)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(shown).containsExactly(Arrays.stream(Cause.values()).toArray(Cause[]::new));
  }

  @Test
  @DisplayName("what weighs less comes after, and the counts are data")
  void findings() {
    Explanation explanation =
        upgrading()
            .unready(2, waiting("ImagePullBackOff"))
            .unready(1, waiting("CrashLoopBackOff"))
            .explain();
    assertThat(explanation.findings())
        .extracting(Finding::cause)
        .containsExactly(Cause.IMAGE_PULL, Cause.CRASH_LOOP, Cause.UPGRADING);
    assertThat(explanation.first())
        .returns(2, Finding::affected)
        .returns(3, Finding::of)
        .returns(Optional.of(2), Finding::step)
        .returns(Optional.of(NOW.minus(Duration.ofMinutes(4))), Finding::since);
    assertThat(explanation.stuck()).isTrue();
    assertThat(explanation.text())
        .startsWith(
            explanation.sentence() + "\nalso: 1 of 3 pods of step 2 waits: CrashLoopBackOff")
        .contains("what to do: correct the image");
  }

  @Test
  @DisplayName("pods that were unready before are no trouble: ready, going, or of the old revision")
  void noTrouble() {
    Explanation explanation =
        upgrading()
            .ready(NEW, 3)
            .unready(
                1,
                pod ->
                    pod.editMetadata().withDeletionTimestamp("2026-01-01T00:09:59Z").endMetadata())
            .explain();
    assertThat(explanation.findings()).extracting(Finding::cause).containsExactly(Cause.UPGRADING);
  }

  @Test
  @DisplayName("a pause still tells of pods that have become unready in it")
  void pausedAndUnready() {
    Explanation explanation =
        of(demo().paused(1)).unready(1, waiting("CrashLoopBackOff")).explain();
    assertThat(explanation.findings())
        .extracting(Finding::cause)
        .containsExactly(Cause.NEEDS_APPROVAL, Cause.CRASH_LOOP);
  }

  @Test
  @DisplayName("what could not be read is listed with the permission")
  void unseen() {
    Explanation explanation = upgrading().forbidden("pods", "list pods").explain();
    assertThat(explanation.unseen())
        .containsExactly(new Unseen("pods", "list pods", Unseen.Why.FORBIDDEN));
    assertThat(explanation.text())
        .endsWith("not seen: pods (forbidden, it needs the right to list pods)\n");
  }

  @Test
  @DisplayName("of a StatefulSet or CloneSet, the newest pods go by the workload's update revision")
  void otherKinds() {
    assertThat(kindWith("web-new").explain().sentence())
        .isEqualTo("step 2: 2 of 3 pods updated, 2 of them ready, going on since 9 min");
    assertThat(kindWith("web-none").explain().sentence())
        .isEqualTo("step 2: 0 of 3 pods updated, 0 of them ready, going on since 9 min");
  }

  private static SnapshotFixture kindWith(String updateRevision) {
    return upgrading()
        .workload(each -> each.setKind("CloneSet"))
        .updateRevision(updateRevision)
        .ready(NEW, 2);
  }
}
