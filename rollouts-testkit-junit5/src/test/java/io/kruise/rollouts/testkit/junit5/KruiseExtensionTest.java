// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.PodBehavior;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.ReleaseFixture;
import io.kruise.rollouts.testkit.TestClock;
import io.kruise.rollouts.testkit.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

@Timeout(60)
@DisplayName("@KruiseTest")
class KruiseExtensionTest {
  /** The cases below fail on purpose when they are played from here, and only then. */
  private static final ThreadLocal<Boolean> PLAYED = ThreadLocal.withInitial(() -> false);

  private static final Queue<FakeKruise> SEEN = new ConcurrentLinkedQueue<>();

  @Test
  @DisplayName("attaches the history to a failure, and reports it")
  void history() {
    EngineExecutionResults results = play(Failing.class, false);
    results
        .testEvents()
        .assertThatEvents()
        .haveExactly(1, event(test("fails"), finishedWithFailure(message("as it should"))));
    List<Throwable> attached =
        results.testEvents().failed().stream()
            .map(each -> each.getRequiredPayload(TestExecutionResult.class))
            .flatMap(each -> each.getThrowable().stream())
            .flatMap(each -> List.of(each.getSuppressed()).stream())
            .toList();
    assertThat(attached)
        .singleElement()
        .isInstanceOfSatisfying(
            HistoryOfFailure.class,
            each ->
                assertThat(each.history().only(Transition.Kind.RELEASED).transitions()).hasSize(1))
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("what happened to the Rollouts:\n")
        .contains("step 1 StepMetricsAnalysis -> step 1 StepPaused [rollout-controller]")
        .contains("\"version-1\" -> \"version-2\"");
    assertThat(
            results.allEvents().reportingEntryPublished().stream()
                .map(each -> each.getRequiredPayload(ReportEntry.class)))
        .singleElement()
        .satisfies(
            each -> assertThat(each.getKeyValuePairs()).containsKey(KruiseExtension.HISTORY));
  }

  @Test
  @DisplayName("gives each test a cluster of its own, and closes it, also when they run at once")
  void ownClusters() {
    SEEN.clear();
    EngineExecutionResults results = play(AtOnce.class, true);
    results.testEvents().assertStatistics(all -> all.succeeded(8).failed(0));
    assertThat(SEEN).hasSize(8).doesNotHaveDuplicates();
    assertThat(SEEN).allMatch(each -> each.client().getHttpClient().isClosed());
  }

  private static EngineExecutionResults play(Class<?> cases, boolean atOnce) {
    PLAYED.set(true);
    try {
      return EngineTestKit.engine("junit-jupiter")
          .selectors(selectClass(cases))
          .configurationParameter("junit.jupiter.execution.parallel.enabled", "" + atOnce)
          .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
          .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
          .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
          .execute();
    } finally {
      PLAYED.remove();
    }
  }

  @KruiseTest
  static class Failing {
    @Test
    void fails(FakeKruise kruise) {
      ReleaseFixture.release("version-2", "workload-demo").deploy(kruise.client());
      kruise.advance(Duration.ofMinutes(1));
      if (PLAYED.get()) {
        throw new AssertionError("as it should");
      }
    }

    @Test
    void passes() {}
  }

  @KruiseTest(guide = false)
  static class AtOnce {
    @RepeatedTest(8)
    void own(FakeKruise kruise, KubernetesClient client) {
      SEEN.add(kruise);
      assertThat(client.apps().deployments().list().getItems()).isEmpty();
      client.resource(DeploymentFixture.deployment("only").build()).create();
      kruise.advance(Duration.ofSeconds(5));
      assertThat(client.pods().list().getItems()).hasSize(10);
    }
  }

  @Nested
  @KruiseTest
  @DisplayName("on a class")
  class OnClass {
    @BeforeEach
    void same(FakeKruise kruise, RolloutOps demo) {
      assertThat(demo.get().summary()).contains("Healthy");
      SEEN.add(kruise);
    }

    @AfterEach
    void still(FakeKruise kruise) {
      assertThat(SEEN).contains(kruise);
      assertThat(kruise.client().pods().list().getItems()).isNotNull();
    }

    @Test
    @DisplayName("gives all that belongs to the cluster, on its time")
    void parameters(
        FakeKruise kruise,
        KubernetesClient client,
        RolloutsClient rollouts,
        WaitClock clock,
        KruiseClock kruiseClock,
        TestClock testClock,
        RolloutOps guide,
        @ForRollout(value = "mine", namespace = "shop") RolloutOps mine) {
      assertThat(client).isSameAs(kruise.client());
      assertThat(clock.now()).isEqualTo(kruise.now());
      assertThat(kruiseClock.now()).isEqualTo(kruise.now());
      assertThat(testClock).isSameAs(kruise.clock());
      assertThat(rollouts.inNamespace("default").withName("rollouts-demo").find()).isPresent();
      assertThat(guide.ref()).hasToString("default/rollouts-demo");
      assertThat(mine.ref()).hasToString("shop/mine");
    }

    @Test
    @KruiseTest(virtualTime = false, speed = 50)
    @DisplayName("gives way to the one on the method")
    void live(FakeKruise kruise, WaitClock clock, KubernetesClient client) {
      assertThat(clock).isNotInstanceOf(KruiseClock.class);
      assertThat(kruise.url()).startsWith("http://127.0.0.1:");
      assertThat(client.pods().list().getItems()).hasSize(10);
    }

    @Nested
    @DisplayName("is for nested classes too")
    class Inner {
      @Test
      @DisplayName("as they have the same extension")
      void parameters(RolloutOps demo) {
        assertThat(demo.find()).isPresent();
      }
    }
  }

  @Nested
  @DisplayName("as a registered extension")
  class Registered {
    @RegisterExtension
    final KruiseExtension kruise =
        KruiseExtension.with(
                () ->
                    FakeKruise.builder()
                        .virtualTime()
                        .pods(PodBehaviors.standard().otherwise(PodBehavior.neverReady())))
            .withoutGuide();

    @Test
    @DisplayName("takes the builder that is given")
    void builder(FakeKruise cluster, KubernetesClient client) {
      client.resource(DeploymentFixture.deployment("slow").build()).create();
      cluster.advance(Duration.ofSeconds(10));
      assertThat(client.pods().list().getItems()).hasSize(10).noneMatch(Registered.this::ready);
    }

    private boolean ready(Pod pod) {
      return pod.getStatus().getConditions().stream()
          .anyMatch(each -> each.getType().equals("Ready") && each.getStatus().equals("True"));
    }
  }
}
