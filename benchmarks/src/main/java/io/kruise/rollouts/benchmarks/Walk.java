// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.benchmarks;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kruise.rollouts.testkit.FakeKruise;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Releases at the same time, each through three steps with two approvals: on the fake cluster at
 * several speeds, and, with {@code -Dkubeconfig=FILE} and the speed "real", on the real controller.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class Walk {
  /** How many Rollouts. */
  @Param({"20", "1000"})
  public int rollouts;

  /** Seconds of the fake cluster in a second, or "real". */
  @Param({"1", "60"})
  public String speed = "";

  private @Nullable FakeKruise fake;
  private @Nullable KubernetesClient client;
  private @Nullable Fleet fleet;
  private int runs;

  /**
   * Puts the workloads there, which is not measured.
   *
   * @throws Exception when that fails
   */
  @Setup(Level.Iteration)
  public void prepare() throws Exception {
    if (speed.equals("real")) {
      client =
          new KubernetesClientBuilder()
              .withConfig(Config.fromKubeconfig(Path.of(System.getProperty("kubeconfig")).toFile()))
              .build();
    } else {
      fake = FakeKruise.builder().speed(Double.parseDouble(speed)).start();
      client = fake.client();
    }
    fleet = new Fleet(client, "walk-" + ProcessHandle.current().pid() + "-" + runs++, rollouts);
    fleet.prepare();
  }

  /**
   * The releases.
   *
   * @return the approvals that they took
   * @throws Exception when one does not end right
   */
  @Benchmark
  public int releases() throws Exception {
    int approvals = Objects.requireNonNull(fleet).release();
    if (approvals != 2 * rollouts) {
      throw new IllegalStateException(approvals + " approvals for " + rollouts + " releases");
    }
    return approvals;
  }

  /** Takes all away. */
  @TearDown(Level.Iteration)
  public void end() {
    Objects.requireNonNull(fleet).close();
    Objects.requireNonNull(client).close();
    if (fake != null) {
      fake.close();
    }
  }
}
