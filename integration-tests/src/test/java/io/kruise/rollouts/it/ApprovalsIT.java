// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static io.kruise.rollouts.client.readiness.StepExpectation.passed;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.StepTimeoutException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.Verdict;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The experiment: how many approvals get lost. Bare merge patches (what kubectl-kruise sends) and
 * ours, with the same delays after StepPaused appeared; one release at a time on a quiet plane, and
 * six at once; and ours with the answer lost. Only ours can fail the build: a bare patch may have
 * luck, and the run says so.
 */
@Tag("real")
@Tag("approvals")
@Isolated
@Timeout(value = 60, unit = TimeUnit.MINUTES)
@DisplayName("the approval experiment")
class ApprovalsIT {
  @RegisterExtension static final RealCluster cluster = new RealCluster();

  /**
   * Nine steps of which most move no pod, so that a step is short; an integer last step pauses as
   * well.
   */
  private static final IntOrString[] STEPS =
      Stream.of(1, 1, 1, 2, 2, 2, 3, 3, 4).map(IntOrString::new).toArray(IntOrString[]::new);

  private static final int RELEASES_AT_ONCE = 6;
  private static final Duration LOST_AFTER = Duration.ofSeconds(5);
  private static final int LONGEST_DELAY_MILLIS = 1500;

  private final int approvals = Integer.getInteger("approvals", 80);
  private final int withLostAnswer = Integer.getInteger("approvals.lost", 20);
  private final int atOnce = Integer.getInteger("approvals.atOnce", 20);
  private final long seed = Long.getLong("approvals.seed", System.nanoTime());
  private final AtomicInteger scenes = new AtomicInteger();

  /** How many releases go on at once, and how long after StepPaused their steps are approved. */
  private record Pace(String name, int releasesAtOnce, int longestDelay) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** How one step is approved. */
  private interface Approver {
    void approve(Scene scene, int step, ReleaseMatch release);
  }

  @Test
  @DisplayName("loses none of ours and doubles none, while bare merge patches get lost")
  void experiment() throws Exception {
    Pace quiet = new Pace("at once, one release at a time", 1, 0);
    Pace busy =
        new Pace(
            "0 to %d ms later, %d at once".formatted(LONGEST_DELAY_MILLIS, RELEASES_AT_ONCE),
            RELEASES_AT_ONCE,
            LONGEST_DELAY_MILLIS);
    Report report = new Report("approvals", "seed " + seed);
    try {
      baseline(quiet, atOnce, report);
      Ours alone = ours(quiet, atOnce, report);
      assertThat(alone.requests.writes())
          .as("writes as counted on the wire")
          .isEqualTo(alone.writes.get());
      baseline(busy, approvals, report);
      ours(busy, approvals, report);
      LostAnswers lost = new LostAnswers();
      walk(busy, withLostAnswer, lost, "ours, answer lost after the write", report);
      assertNoneLostNorDoubled(lost);
      // an approval that the watch confirms before its answer comes has none to lose
      assertThat(lost.cut.get())
          .as("answers that were really lost")
          .isGreaterThanOrEqualTo(withLostAnswer * 3 / 4);
    } finally {
      report.end();
    }
  }

  /** Bare patches. A run in which they lose nothing shows nothing, and is made once more. */
  private void baseline(Pace pace, int count, Report report) throws Exception {
    if (bare(pace, count, report) == 0) {
      report.line("the bare patches lost none, %s; once more", pace);
      if (bare(pace, count, report) == 0) {
        report.line("inconclusive: the bare patches lost none again, %s", pace);
      }
    }
  }

  private int bare(Pace pace, int count, Report report) throws Exception {
    Bare bare = new Bare();
    walk(pace, count, bare, "bare", report);
    return bare.lost.get();
  }

  private Ours ours(Pace pace, int count, Report report) throws Exception {
    try (InTurn ours = new InTurn()) {
      walk(pace, count, ours, "ours", report);
      assertNoneLostNorDoubled(ours);
      return ours;
    }
  }

  private static void assertNoneLostNorDoubled(Ours ours) {
    assertThat(ours.lost.get()).as("approvals of ours that were lost").isZero();
    assertThat(ours.doubled.get()).as("approvals of ours that came twice").isZero();
  }

  /** Walks, and reports what was counted, also of a walk that fails. */
  private void walk(Pace pace, int count, Approver approver, String who, Report report)
      throws Exception {
    String end = ", broken off";
    try {
      walk(pace.releasesAtOnce, count, new Random(seed), pace.longestDelay, approver);
      end = "";
    } finally {
      report.line("%s, %s%s: %s", who, pace, end, approver);
    }
  }

  /** Walks releases until enough steps were approved; each thread has a Rollout of its own. */
  private void walk(
      int releasesAtOnce, int count, Random random, int longestDelay, Approver approver)
      throws Exception {
    AtomicInteger left = new AtomicInteger(count);
    ExecutorService threads = Executors.newFixedThreadPool(releasesAtOnce);
    try {
      List<CompletableFuture<Void>> walks =
          IntStream.range(0, releasesAtOnce)
              .mapToObj(
                  n -> {
                    Random delays = new Random(random.nextLong());
                    return CompletableFuture.runAsync(
                        () -> walkOne(left, delays, longestDelay, approver), threads);
                  })
              .toList();
      for (CompletableFuture<Void> walk : walks) {
        walk.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void walkOne(AtomicInteger left, Random delays, int longestDelay, Approver approver) {
    String name = "walk-" + scenes.incrementAndGet();
    Scene scene =
        Scene.set(
            cluster.admin(),
            cluster.namespace(),
            name,
            DeploymentFixture.deployment(name).replicas(4),
            RolloutFixture.canary(name).steps(STEPS));
    for (int n = 2; left.get() > 0; n++) {
      walkRelease(scene, n, left, delays, longestDelay, approver);
    }
    scene.ops.resource().delete();
    scene.kubernetes.apps().deployments().inNamespace(scene.namespace).withName(name).delete();
  }

  private static void walkRelease(
      Scene scene,
      int version,
      AtomicInteger left,
      Random delays,
      int longestDelay,
      Approver approver) {
    try (StepHistory witness = StepHistory.of(scene)) {
      ReleaseMatch release = scene.release("version-" + version, "r" + version);
      for (int step = 1; step <= STEPS.length; step++) {
        RolloutView paused = scene.untilAwaiting(step, release);
        if (left.getAndDecrement() <= 0) {
          witness.assertEachStepLeftOnce(paused, step);
          return;
        }
        pause(longestDelay == 0 ? 0 : delays.nextInt(longestDelay));
        approver.approve(scene, step, release);
      }
      witness.assertEachStepLeftOnce(scene.untilCompleted(release), STEPS.length);
    }
  }

  /** The delay is what is being measured, not a hope that something happens meanwhile. */
  private static void pause(int millis) {
    if (millis > 0) {
      CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS))
          .join();
    }
  }

  /** The merge patch of kubectl-kruise, sent once. */
  private static final class Bare implements Approver {
    private static final String PATCH =
        "{\"status\":{\"canaryStatus\":{\"currentStepState\":\"StepReady\"}}}";

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger slow = new AtomicInteger();

    @Override
    public void approve(Scene scene, int step, ReleaseMatch release) {
      sent.incrementAndGet();
      scene.mergeStatus(PATCH);
      try {
        scene.ops.waitFor(passed(step).of(release), WaitOptions.atMost(LOST_AFTER));
      } catch (StepTimeoutException e) {
        boolean stillPaused =
            e.lastSeen()
                .filter(readiness -> readiness.verdict() == Verdict.AWAITING_APPROVAL)
                .isPresent();
        (stillPaused ? lost : slow).incrementAndGet();
        scene.ops.approve(ApproveOptions.step(step).of(release));
      }
    }

    @Override
    public String toString() {
      return "%s of %s lost (answered 200, and still paused after %d s), %s acted on later than that"
          .formatted(lost, sent, LOST_AFTER.toSeconds(), slow);
    }
  }

  /** Our approve, with its outcomes and its requests counted. */
  private abstract static class Ours implements Approver {
    final RequestCounter requests = new RequestCounter();
    final AtomicInteger sent = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();
    final AtomicInteger lost = new AtomicInteger();
    final AtomicInteger doubled = new AtomicInteger();
    private final List<Long> micros = new ArrayList<>();

    final void approve(KubernetesClient kubernetes, Scene scene, int step, ReleaseMatch release) {
      RolloutOps ops = RolloutsClient.on(kubernetes).rollout(scene.ops.ref());
      long begin = System.nanoTime();
      Approval approval;
      try {
        approval = ops.approve(ApproveOptions.step(step).of(release));
      } catch (RuntimeException e) {
        lost.incrementAndGet();
        throw e;
      }
      synchronized (micros) {
        micros.add((System.nanoTime() - begin) / 1000);
      }
      writes.addAndGet(approval.writes());
      if (approval.writes() == 0) {
        // it had paused, and nobody else approves here: a stray write for the step before took it
        doubled.incrementAndGet();
      }
    }

    @Override
    public String toString() {
      return "%s of %s lost, %s doubled, %d rewrites; on the wire %d PATCH, %d GET, %d watches; median %d ms to confirm"
          .formatted(
              lost,
              sent,
              doubled,
              Math.max(0, writes.get() - sent.get()),
              requests.writes(),
              requests.reads(),
              requests.watches(),
              medianMillis());
    }

    private long medianMillis() {
      synchronized (micros) {
        return micros.isEmpty()
            ? 0
            : micros.stream().sorted().toList().get(micros.size() / 2) / 1000;
      }
    }
  }

  /** Ours, over both HTTP clients in turn. */
  private static final class InTurn extends Ours implements AutoCloseable {
    private final List<KubernetesClient> clients =
        Stream.of(TestCluster.Http.JDK, TestCluster.Http.VERTX)
            .map(http -> TestCluster.client(http, cluster.config(), requests::countIn))
            .toList();

    @Override
    public void approve(Scene scene, int step, ReleaseMatch release) {
      approve(clients.get(sent.getAndIncrement() % 2), scene, step, release);
    }

    @Override
    public void close() {
      clients.forEach(KubernetesClient::close);
    }
  }

  /** Ours, through a proxy that loses the answer to the first applied PATCH of each approval. */
  private static final class LostAnswers extends Ours {
    final AtomicInteger cut = new AtomicInteger();

    @Override
    public void approve(Scene scene, int step, ReleaseMatch release) {
      TestCluster.Http http =
          sent.getAndIncrement() % 2 == 0 ? TestCluster.Http.JDK : TestCluster.Http.VERTX;
      try (CuttingProxy proxy = CuttingProxy.inFrontOf(cluster.config());
          KubernetesClient kubernetes =
              TestCluster.client(http, proxy.config(), requests::countIn)) {
        proxy.loseNextAnswer();
        approve(kubernetes, scene, step, release);
        cut.addAndGet(proxy.cuts());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
