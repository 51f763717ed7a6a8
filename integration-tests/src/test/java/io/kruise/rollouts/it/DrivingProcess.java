// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static io.kruise.rollouts.client.readiness.StepExpectation.completed;
import static io.kruise.rollouts.client.readiness.StepExpectation.reached;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.TemplateChange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Drives a release in a process of its own, up to a named point at which it stands still, for good:
 * there it is killed.
 */
final class DrivingProcess {
  private static final String AT = "at ";
  private static final WaitOptions SOON = WaitOptions.atMost(Duration.ofMinutes(3));

  private DrivingProcess() {}

  /** What the process does: the arguments are kubeconfig, namespace, name, and the point. */
  public static void main(String[] arguments) throws IOException {
    Config config = Config.fromKubeconfig(Files.readString(Path.of(arguments[0])));
    Points points = new Points(arguments[3]);
    try (KubernetesClient kubernetes =
        TestCluster.client(
            TestCluster.Http.JDK,
            config,
            builder -> builder.addOrReplaceInterceptor("points", points))) {
      drive(kubernetes, arguments[1], arguments[2], points);
    }
  }

  /** The guide's release, from wherever it stands. */
  static void drive(KubernetesClient kubernetes, String namespace, String name, Points points) {
    Release release =
        RolloutsClient.on(kubernetes)
            .inNamespace(namespace)
            .withName(name)
            .release(
                ReleaseRequest.of("r2", TemplateChange.env("busybox", "VERSION", "version-2")));
    points.reach("started");
    for (int step = 1; step <= 2; step++) {
      expect(release.await(reached(step), SOON).met(), "step " + step);
      points.reach("step-" + step);
      release.approve(step);
      points.reach("approved-" + step);
    }
    expect(release.await(completed(), SOON).met(), "the end");
    points.reach("completed");
  }

  private static void expect(boolean met, String what) {
    if (!met) {
      throw new IllegalStateException(what + " did not come");
    }
  }

  /**
   * Starts the process, and kills it (-9) at the point.
   *
   * @return whether it came there; it may have nothing left to do before
   */
  static boolean killedAt(String point, Path kubeconfig, Scene scene) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DrivingProcess.class.getName(),
                kubeconfig.toString(),
                scene.namespace,
                scene.name,
                point)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(AT + point)) {
          return true;
        }
      }
      return false;
    } finally {
      process.destroyForcibly();
    }
  }

  /** The points that a process passes; at one of them it stops. */
  static final class Points implements Interceptor {
    private final PrintStream console = System.out;
    private final String end;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();

    Points(String end) {
      this.end = end;
    }

    void reach(String point) {
      if (point.equals(end)) {
        console.println(AT + point);
        console.flush();
        standStill();
      }
    }

    @SuppressWarnings("ResultOfMethodCallIgnored") // nothing but the kill ends it
    private static void standStill() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (request.method().equals("PATCH")) {
        reach("before-write-" + sent.incrementAndGet());
      }
    }

    @Override
    public void after(
        HttpRequest request,
        HttpResponse<?> response,
        AsyncBody.Consumer<List<ByteBuffer>> consumer) {
      if (request.method().equals("PATCH")) {
        reach("after-write-" + answered.incrementAndGet());
      }
    }
  }
}
