// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import static io.kruise.rollouts.client.plan.FindingCode.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@DisplayName("what is said of a Rollout before it is sent")
class RolloutValidatorTest {
  private static final String GUIDE =
      "canary: {steps: [{replicas: 1}, {replicas: '50%'}, {replicas: '100%'}]}";
  private static final String ROUTING = "trafficRoutings: [{service: web, ingress: {name: web}}]";

  @Test
  @DisplayName("the guide's plan is accepted without a warning")
  void guide() {
    Review review = RolloutValidator.create(Yaml.deployment(GUIDE));
    assertThat(review.accepted()).isTrue();
    assertThat(review.findings()).isEmpty();
    assertThat(review).hasToString("accepted, without a warning");
  }

  @Test
  @DisplayName("a refusal has both paths, and says what to do")
  void refusal() {
    Review review =
        RolloutValidator.create(
            Yaml.deployment("canary: {steps: [{replicas: 1}, {replicas: '120%'}]}"));
    assertThat(review.accepted()).isFalse();
    assertThat(review.refusals())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(BAD_REPLICAS);
              assertThat(finding.field()).isEqualTo("spec.strategy.canary.steps[1].replicas");
              assertThat(finding.serverField()).isEqualTo("Spec.Strategy.Canary.Steps[1].Replicas");
              assertThat(finding.message()).contains("120%").contains("write a count");
            });
  }

  static Stream<Arguments> warnings() {
    return Stream.of(
        arguments(
            "a count after a percentage",
            canary("{replicas: '10%'}, {replicas: 5}"),
            List.of(COUNT_AFTER_PERCENT, LAST_STEP_COUNT)),
        arguments(
            "also with a count between",
            canary("{replicas: '10%'}, {replicas: 5}, {replicas: '100%'}"),
            List.of(COUNT_AFTER_PERCENT)),
        arguments(
            "a percentage after a count", canary("{replicas: 5}, {replicas: '100%'}"), List.of()),
        arguments(
            "with pods of its own",
            "canary: {enableExtraWorkloadForCanary: true, steps: [{replicas: '10%'}, {replicas: 5}, {replicas: '100%'}]}",
            List.of()),
        arguments("a last step below all", canary("{replicas: '99%'}"), List.of(LAST_STEP_NOT_ALL)),
        arguments(
            "a last step that only looks like all",
            canary("{replicas: '+100%'}"),
            List.of(ODD_PERCENT, LAST_STEP_NOT_ALL)),
        arguments(
            "a percentage with a sign",
            canary("{replicas: '+5%'}, {replicas: '100%'}"),
            List.of(ODD_PERCENT)),
        arguments(
            "a percentage with a zero",
            canary("{replicas: '050%'}, {replicas: '100%'}"),
            List.of(ODD_PERCENT)),
        arguments(
            "a zigzag",
            canary("{replicas: '50%'}, {replicas: 1}, {replicas: '40%'}, {replicas: '100%'}"),
            List.of(COUNT_AFTER_PERCENT, STEP_FALLS_BACK)),
        arguments(
            "a negative pause",
            canary("{replicas: 1, pause: {duration: -1}}, {replicas: '100%'}"),
            List.of(NEGATIVE_PAUSE)),
        arguments(
            "a step that doesn't stop",
            canary("{replicas: 1, pause: {duration: 0}}, {replicas: '100%'}"),
            List.of(NO_PAUSE)),
        arguments(
            "a pause that isn't heeded",
            canary("{replicas: 1}, {replicas: '100%', pause: {duration: 60}}"),
            List.of(PAUSE_IGNORED)),
        arguments(
            "a pause at the end of a blue-green plan",
            "blueGreen: {steps: [{replicas: '100%', pause: {duration: 60}}]}",
            List.of()),
        arguments(
            "a threshold that is none",
            "canary: {failureThreshold: abc, steps: [{replicas: '100%'}]}",
            List.of(ODD_THRESHOLD)),
        arguments(
            "a negative threshold",
            "canary: {failureThreshold: -1, steps: [{replicas: '100%'}]}",
            List.of(ODD_THRESHOLD)),
        arguments(
            "a threshold above all",
            "canary: {failureThreshold: '200%', steps: [{replicas: '100%'}]}",
            List.of(ODD_THRESHOLD)),
        arguments(
            "a threshold",
            "canary: {failureThreshold: '20%', steps: [{replicas: '100%'}]}",
            List.of()),
        arguments(
            "a threshold that isn't read",
            "blueGreen: {failureThreshold: 1, steps: [{replicas: '100%'}]}",
            List.of(THRESHOLD_IGNORED)),
        arguments(
            "traffic without a routing",
            canary("{replicas: 1, traffic: '5%'}, {replicas: '100%'}"),
            List.of(TRAFFIC_WITHOUT_ROUTING)),
        arguments(
            "traffic and matches",
            "canary: {"
                + ROUTING
                + ", steps: [{replicas: 1, traffic: '5%', matches: [{headers: [{name: a, value: b}]}]}, {replicas: '100%'}]}",
            List.of(TRAFFIC_IGNORED)),
        arguments(
            "traffic with a routing",
            "canary: {" + ROUTING + ", steps: [{replicas: 1, traffic: '5%'}, {replicas: '100%'}]}",
            List.of()),
        arguments(
            "an empty list of resources",
            "canary: {trafficRoutings: [{service: web, customNetworkRefs: []}], steps: [{replicas: '100%'}]}",
            List.of(EMPTY_ROUTE)),
        arguments(
            "a routing by name",
            "canary: {trafficRoutingRef: r, steps: [{replicas: '100%'}]}",
            List.of(ROUTING_REF_IGNORED)),
        arguments(
            "metadata for no pods",
            "canary: {patchPodTemplateMetadata: {labels: {a: b}}, steps: [{replicas: '100%'}]}",
            List.of(METADATA_IGNORED)),
        arguments(
            "blue-green without a canary Service",
            "blueGreen: {disableGenerateCanaryService: true, "
                + ROUTING
                + ", steps: [{replicas: '100%', traffic: '0%'}]}",
            List.of(BLUE_GREEN_WITHOUT_SERVICE)),
        arguments(
            "a field of another name",
            canary("{replicas: '100%', weight: 5}"),
            List.of(UNKNOWN_FIELD)));
  }

  private static String canary(String steps) {
    return "canary: {steps: [" + steps + "]}";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @DisplayName("accepted, and warned of")
  void warnings(String what, String strategy, List<FindingCode> expected) {
    Review review = RolloutValidator.create(Yaml.deployment(strategy));
    assertThat(review.accepted()).isTrue();
    assertThat(review.warnings()).extracting(Finding::code).containsExactlyElementsOf(expected);
    assertThat(review.warnings())
        .allSatisfy(
            finding -> {
              assertThat(finding.field()).startsWith("spec.strategy.");
              assertThat(finding.serverField()).isEmpty();
              assertThat(finding.message()).contains(";").doesNotEndWith(".");
            });
  }

  @Test
  @DisplayName("of the workload, its kind and its version")
  void workloads() {
    assertThat(
            codes(
                Yaml.cloneSet(
                    "canary: {steps: [{replicas: '10%'}, {replicas: 5}, {replicas: '100%'}]}")))
        .isEmpty();
    assertThat(codes(Yaml.cloneSet("blueGreen: {steps: [{replicas: '50%'}, {replicas: '100%'}]}")))
        .containsExactly(BLUE_GREEN_CLONE_SET);
    assertThat(codes(Yaml.cloneSet("blueGreen: {steps: [{replicas: 1}, {replicas: '100%'}]}")))
        .containsExactly(BLUE_GREEN_CLONE_SET);
    assertThat(codes(Yaml.cloneSet("blueGreen: {steps: [{replicas: '41%'}, {replicas: '60%'}]}")))
        .containsExactlyInAnyOrder(BLUE_GREEN_CLONE_SET, LAST_STEP_NOT_ALL);
    assertThat(codes(Yaml.cloneSet("blueGreen: {steps: [{replicas: '40%'}, {replicas: '60%'}]}")))
        .containsExactly(LAST_STEP_NOT_ALL);
    assertThat(codes(Yaml.cloneSet("blueGreen: {steps: [{replicas: '100%'}]}"))).isEmpty();
    assertThat(
            codes(
                Yaml.cloneSet(
                    "canary: {enableExtraWorkloadForCanary: true, steps: [{replicas: '100%'}]}")))
        .containsExactly(EXTRA_WORKLOAD_IGNORED);
    assertThat(
            codes(
                Yaml.rollout("r", "apiVersion: apps/v1beta1, kind: Deployment, name: web", GUIDE)))
        .containsExactly(ODD_WORKLOAD_VERSION);
    assertThat(codes(Yaml.rollout("r", "apiVersion: apps/v1, kind: ReplicaSet, name: web", GUIDE)))
        .containsExactly(REPLICA_SET);
    assertThat(codes(Yaml.rollout("r", "apiVersion: apps/v1, kind: Deployment, name: We/b", GUIDE)))
        .containsExactly(IMPOSSIBLE_NAME);
    String steps =
        IntStream.range(0, 51).mapToObj(i -> "{replicas: 1}").collect(Collectors.joining(","));
    assertThat(codes(Yaml.deployment(canary(steps + ", {replicas: '100%'}"))))
        .containsExactly(MANY_STEPS);
    Rollout inBatches = Yaml.deployment(GUIDE);
    inBatches.getMetadata().setAnnotations(Map.of(RolloutAnnotations.ROLLBACK_IN_BATCH, "true"));
    assertThat(codes(inBatches)).containsExactly(BATCH_ROLLBACK_IGNORED);
  }

  private static List<FindingCode> codes(Rollout rollout) {
    return RolloutValidator.create(rollout).findings().stream().map(Finding::code).toList();
  }

  @Test
  @DisplayName("of the others of the same workload, in the same namespace")
  void others() {
    Rollout web = Yaml.deployment(GUIDE);
    Rollout same = Yaml.rollout("old", "apiVersion: apps/v1, kind: Deployment, name: web", GUIDE);
    Rollout other =
        Yaml.rollout("beta", "apiVersion: apps/v1beta1, kind: Deployment, name: web", GUIDE);
    assertThat(RolloutValidator.create(web, List.of(web, other, same)).findings())
        .extracting(Finding::code)
        .containsExactly(WORKLOAD_TAKEN, WORKLOAD_SHARED);
    assertThat(RolloutValidator.create(web, List.of(same)).refusals())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.field()).isEqualTo("spec.workloadRef");
              assertThat(finding.serverField()).isEqualTo("Conflict Checker");
              assertThat(finding.message()).contains("Rollout old");
            });
    web.getMetadata().setNamespace("here");
    same.getMetadata().setNamespace("there");
    assertThat(RolloutValidator.create(web, List.of(same)).findings()).isEmpty();
  }

  @Test
  @DisplayName("of an update in the middle of a release, and of the same one at rest")
  void updates() {
    String changed = "canary: {steps: [{replicas: 2}, {replicas: '50%'}, {replicas: '100%'}]}";
    assertThat(update("Progressing", Yaml.deployment(changed))).containsExactly(PLAN_CHANGED);
    assertThat(update("Healthy", Yaml.deployment(changed))).isEmpty();
    Rollout disabled = Yaml.deployment(GUIDE);
    disabled.getSpec().setDisabled(true);
    assertThat(update("Progressing", disabled)).containsExactly(DISABLED_DURING_RELEASE);
    assertThat(update("Healthy", disabled)).isEmpty();
    Rollout fewer = Yaml.deployment(canary("{replicas: '100%'}"));
    assertThat(update("Progressing", fewer)).containsExactly(STEP_COUNT_FIXED);
    assertThat(update("Terminating", fewer)).containsExactly(STEP_COUNT_FIXED);
    assertThat(update("Disabling", fewer)).isEmpty();
    Rollout paused =
        Yaml.deployment(
            "canary: {steps: [{replicas: 1, pause: {duration: 9}}, {replicas: '50%'}, {replicas: '100%'}]}");
    assertThat(update("Progressing", paused)).isEmpty();
  }

  private static List<FindingCode> update(String phase, Rollout changed) {
    Rollout stored = Yaml.deployment(GUIDE);
    RolloutStatus status = new RolloutStatus();
    status.setPhase(phase);
    stored.setStatus(status);
    return RolloutValidator.update(stored, changed, List.of(stored)).findings().stream()
        .map(Finding::code)
        .toList();
  }

  @Test
  @DisplayName("refusals come first, and an invalid spec still gets its warnings")
  void order() {
    assertThat(codes(Yaml.deployment(canary("{replicas: 1, pause: {duration: 0}}, {replicas: 0}"))))
        .containsExactly(BAD_REPLICAS, NO_PAUSE);
  }

  @Test
  @DisplayName("a document of another kind is not judged")
  void otherKinds() {
    GenericKubernetesResource other =
        Yaml.JSON.unmarshal(
            "apiVersion: rollouts.kruise.io/v1alpha1\nkind: Rollout\nmetadata: {name: r}",
            GenericKubernetesResource.class);
    assertThatThrownBy(() -> RolloutValidator.create(other, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("v1beta1 was expected")
        .hasMessageContaining("v1alpha1");
  }

  @Test
  @DisplayName("an empty Rollout is refused, not fallen over")
  void empty() {
    assertThat(codes(new Rollout())).containsExactly(MISSING);
    Rollout named = new Rollout();
    named.getMetadata().setName("r");
    assertThat(codes(named)).startsWith(KIND_UNSUPPORTED, NO_STRATEGY);
  }
}
