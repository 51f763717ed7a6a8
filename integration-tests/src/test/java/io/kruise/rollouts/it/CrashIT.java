// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("real")
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
@DisplayName(
    "of two processes that drive a release one is killed, and nothing is lost or done twice")
class CrashIT {
  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  private static final List<String> POINTS =
      List.of(
          "before-write-1",
          "after-write-1",
          "started",
          "step-1",
          "before-write-2",
          "after-write-2",
          "approved-1",
          "step-2",
          "before-write-3",
          "after-write-3",
          "approved-2");

  @TestFactory
  Stream<DynamicTest> theOtherGoesOnAfterwards() {
    return POINTS.stream()
        .map(point -> DynamicTest.dynamicTest(point, () -> killed("after", point, false)));
  }

  @TestFactory
  Stream<DynamicTest> theOtherDrivesBesideIt() {
    return POINTS.stream()
        .map(point -> DynamicTest.dynamicTest(point, () -> killed("beside", point, true)));
  }

  private static void killed(String kind, String point, boolean beside) throws IOException {
    String name = kind + "-" + point;
    Scene scene =
        Scene.set(
            CLUSTER.admin(),
            CLUSTER.namespace(),
            name,
            DeploymentFixture.deployment(name).replicas(4),
            RolloutFixture.canary(name));
    Path kubeconfig = kubeconfig(name);
    Executor own = task -> new Thread(task, name).start();
    try (StepHistory history = StepHistory.of(scene);
        KubernetesClient kubernetes = CLUSTER.client(TestCluster.Http.VERTX)) {
      CompletableFuture<?> other =
          beside
              ? CompletableFuture.runAsync(() -> drive(kubernetes, scene), own)
              : CompletableFuture.completedFuture("later");
      boolean came = DrivingProcess.killedAt(point, kubeconfig, scene);
      assertThat(came || beside).as("it came to " + point).isTrue();
      if (!beside) {
        drive(kubernetes, scene);
      }
      other.join();

      RolloutView end = scene.ops.get();
      assertThat(end.succeeded()).contains(true);
      assertThat(end.rolloutId()).isEqualTo("r2");
      assertThat(scene.pods("version-2")).isEqualTo(4);
      assertThat(scene.pods("version-1")).isZero();
      history.assertEachStepLeftOnce(end, 3);
    }
  }

  private static void drive(KubernetesClient kubernetes, Scene scene) {
    DrivingProcess.drive(
        kubernetes, scene.namespace, scene.name, new DrivingProcess.Points("never"));
  }

  private static Path kubeconfig(String name) throws IOException {
    Path file = Files.createTempFile(name, ".kubeconfig");
    file.toFile().deleteOnExit();
    return Files.writeString(file, CLUSTER.kubeconfig());
  }
}
