// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.benchmarks;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.ReleaseFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import io.kruise.rollouts.testkit.junit5.KruiseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole releases on a cluster whose time the test owns, driven and awaited through the client: from
 * the change of the template to the end. The workload, its pods and the Rollout are there before.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 500)
@Measurement(iterations = 100)
@Fork(1)
public class VirtualRelease {
  private static final String NAME = "rollouts-demo";
  private static final int STEPS = 20;
  private static final Duration SEVEN_DAYS = Duration.ofDays(7);

  /** A cluster of its own for each release. */
  @State(Scope.Benchmark)
  public abstract static class Scene {
    private @Nullable FakeKruise kruise;

    abstract int pods();

    abstract RolloutFixture plan();

    /** Starts the cluster and makes the workload and its Rollout, which is not measured. */
    @Setup(Level.Iteration)
    public void set() {
      FakeKruise cluster = FakeKruise.builder().virtualTime().start();
      KubernetesClient client = cluster.client();
      client.resource(DeploymentFixture.deployment(NAME).replicas(pods()).build()).create();
      client.resource(plan().forDeployment(NAME).build()).create();
      cluster.advance(Duration.ofSeconds(5));
      kruise = cluster;
    }

    /** Ends the cluster. */
    @TearDown(Level.Iteration)
    public void end() {
      cluster().close();
    }

    private FakeKruise cluster() {
      return Objects.requireNonNull(kruise);
    }

    final RolloutOps begun() {
      KubernetesClient client = cluster().client();
      ReleaseFixture.release("version-2", NAME).deploy(client);
      return RolloutsClient.on(client, KruiseClock.of(cluster()))
          .inNamespace("default")
          .withName(NAME);
    }

    final Instant checked(Duration atLeast) {
      Instant now = cluster().now();
      if (now.isBefore(Instant.parse("2026-01-01T00:00:00Z").plus(atLeast))) {
        throw new IllegalStateException("the release was over at " + now);
      }
      return now;
    }
  }

  /** The guide's: 10 pods, steps 1, 50%, 100%. */
  public static class Guide extends Scene {
    @Override
    int pods() {
      return 10;
    }

    @Override
    RolloutFixture plan() {
      return RolloutFixture.canary(NAME);
    }
  }

  /** 20 pods in 20 steps, with seven days of pauses. */
  public static class SevenDays extends Scene {
    @Override
    int pods() {
      return STEPS;
    }

    @Override
    RolloutFixture plan() {
      Duration[] pauses = new Duration[STEPS];
      Arrays.fill(pauses, SEVEN_DAYS.dividedBy(STEPS));
      return RolloutFixture.canary(NAME)
          .steps(
              IntStream.rangeClosed(1, STEPS)
                  .mapToObj(IntOrString::new)
                  .toArray(IntOrString[]::new))
          .pauses(pauses);
    }
  }

  /**
   * The guide's release, with its two approvals.
   *
   * @param guide its scene
   * @return the end, in the cluster's time
   */
  @Benchmark
  public Instant guide(Guide guide) {
    RolloutOps demo = guide.begun();
    demo.waitForStep(1);
    demo.approve(ApproveOptions.step(1));
    demo.waitForStep(2);
    demo.approve(ApproveOptions.step(2));
    demo.waitFor(StepExpectation.completed(), WaitOptions.defaults());
    return guide.checked(Duration.ZERO);
  }

  /**
   * The release of seven days, which goes on by itself.
   *
   * @param sevenDays its scene
   * @return the end, in the cluster's time
   */
  @Benchmark
  public Instant sevenDays(SevenDays sevenDays) {
    RolloutOps demo = sevenDays.begun();
    demo.waitFor(
        StepExpectation.completed(),
        WaitOptions.atMost(Duration.ofDays(8)).withRecheckEvery(Duration.ofDays(1)));
    return sevenDays.checked(SEVEN_DAYS.multipliedBy(STEPS - 1).dividedBy(STEPS));
  }
}
