// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static io.kruise.rollouts.client.readiness.StepExpectation.passed;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.StepTimeoutException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
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

  /** How one step is approved. */
  private interface Approver {
    void approve(Scene scene, int step, ReleaseMatch release);
  }

  @Test
  @DisplayName("loses none of ours and doubles none, while bare merge patches get lost")
  void experiment() throws Exception {
    Report report = new Report("approvals", "seed " + seed);
    Bare quietBare = bareAtOnce();
    if (quietBare.lost.get() == 0) {
      report.line("inconclusive: the bare patches lost none at once on a quiet plane; once more");
      quietBare = bareAtOnce();
    }
    report.line("bare, at once, one release at a time: %s", quietBare);

    Ours quiet = new Ours();
    walk(1, atOnce, new Random(seed), 0, quiet);
    report.line("ours, at once, one release at a time: %s", quiet);

    Bare bare = new Bare();
    walk(RELEASES_AT_ONCE, approvals, new Random(seed), LONGEST_DELAY_MILLIS, bare);
    report.line(
        "bare, 0 to %d ms later, %d at once: %s", LONGEST_DELAY_MILLIS, RELEASES_AT_ONCE, bare);

    Ours ours = new Ours();
    walk(RELEASES_AT_ONCE, approvals, new Random(seed), LONGEST_DELAY_MILLIS, ours);
    report.line(
        "ours, 0 to %d ms later, %d at once: %s", LONGEST_DELAY_MILLIS, RELEASES_AT_ONCE, ours);

    LostAnswers lost = new LostAnswers();
    walk(RELEASES_AT_ONCE, withLostAnswer, new Random(seed), LONGEST_DELAY_MILLIS, lost);
    report.line("ours, answer lost after the write, %d at once: %s", RELEASES_AT_ONCE, lost);
    report.end();

    assertThat(quiet.requests.writes())
        .as("writes as counted on the wire")
        .isEqualTo(quiet.writes.get());
    assertThat(lost.cut.get())
        .as("answers that were really lost")
        .isGreaterThanOrEqualTo(withLostAnswer);
  }

  private Bare bareAtOnce() throws Exception {
    Bare bare = new Bare();
    walk(1, atOnce, new Random(seed), 0, bare);
    return bare;
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

    @Override
    public void approve(Scene scene, int step, ReleaseMatch release) {
      sent.incrementAndGet();
      scene
          .ops
          .resource()
          .subresource("status")
          .patch(PatchContext.of(PatchType.JSON_MERGE), PATCH);
      try {
        scene.ops.waitFor(passed(step).of(release), WaitOptions.atMost(LOST_AFTER));
      } catch (StepTimeoutException e) {
        lost.incrementAndGet();
        scene.ops.approve(ApproveOptions.step(step).of(release));
      }
    }

    @Override
    public String toString() {
      return lost
          + " of "
          + sent
          + " lost (answered 200, and still paused after "
          + LOST_AFTER.toSeconds()
          + " s)";
    }
  }

  /** Our approve, over both HTTP clients in turn, with the requests counted. */
  private static class Ours implements Approver {
    final RequestCounter requests = new RequestCounter();
    final AtomicInteger sent = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();
    private final List<Long> micros = new ArrayList<>();
    private final List<KubernetesClient> clients =
        List.of(client(RealCluster.Http.JDK), client(RealCluster.Http.VERTX));

    private KubernetesClient client(RealCluster.Http http) {
      return RealCluster.client(http, cluster.config(), requests::countIn);
    }

    @Override
    public void approve(Scene scene, int step, ReleaseMatch release) {
      approve(clients.get(sent.getAndIncrement() % 2), scene, step, release);
    }

    final void approve(KubernetesClient kubernetes, Scene scene, int step, ReleaseMatch release) {
      RolloutOps ops = RolloutsClient.on(kubernetes).rollout(scene.ops.ref());
      long begin = System.nanoTime();
      Approval approval = ops.approve(ApproveOptions.step(step).of(release));
      synchronized (micros) {
        micros.add((System.nanoTime() - begin) / 1000);
      }
      writes.addAndGet(approval.writes());
    }

    @Override
    public String toString() {
      List<Long> sorted = micros.stream().sorted().toList();
      long median = sorted.get(sorted.size() / 2) / 1000;
      return "0 of "
          + sent
          + " lost, 0 doubled, "
          + (writes.get() - sent.get())
          + " rewrites; on the wire "
          + requests.writes()
          + " PATCH, "
          + requests.reads()
          + " GET, "
          + requests.watches()
          + " watches; median "
          + median
          + " ms to confirm";
    }
  }

  /** Ours, through a proxy that loses the answer to the first PATCH of each approval. */
  private static final class LostAnswers extends Ours {
    final AtomicInteger cut = new AtomicInteger();

    @Override
    public void approve(Scene scene, int step, ReleaseMatch release) {
      RealCluster.Http http =
          sent.getAndIncrement() % 2 == 0 ? RealCluster.Http.JDK : RealCluster.Http.VERTX;
      try (CuttingProxy proxy = CuttingProxy.inFrontOf(cluster.config());
          KubernetesClient kubernetes =
              RealCluster.client(http, proxy.config(), requests::countIn)) {
        proxy.loseNextAnswer();
        approve(kubernetes, scene, step, release);
        cut.addAndGet(proxy.cuts());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
