// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kruise.rollouts.client.plan.MidReleaseEdit.Effect;
import io.kruise.rollouts.model.RollingStyle;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
@DisplayName("what a plan does")
class RolloutPlanTest {
  private static final String ROUTING = "trafficRoutings: [{service: web, ingress: {name: web}}]";

  private static Explanation explain(String strategy, int replicas) {
    return RolloutPlan.of(Yaml.deployment(strategy)).explain(replicas);
  }

  private static List<Integer> pods(Explanation explanation) {
    return explanation.steps().stream().map(ExplainedStep::newPods).toList();
  }

  @Test
  @DisplayName("the guide's plan, for ten pods, as a table")
  void guide() {
    Explanation explanation =
        explain(
            "canary: {steps: [{replicas: 1}, {replicas: '50%', pause: {duration: 60}},"
                + " {replicas: '100%'}]}",
            10);
    assertThat(explanation.table())
        .isEqualTo(
            """
            web: in Deployment web, 10 pods
            STEP  REPLICAS  NEW PODS  OLD PODS  TRAFFIC      THEN
            1/3   1         1         9         as the pods  waits for an approval
            2/3   50%       5         5         as the pods  goes on after 60 s
            3/3   100%      10        0         as the pods  goes on by itself
            then the workload is handed back; all of its pods are new
            """);
    assertThat(explanation.approvals()).containsExactly(1);
    assertThat(explanation.steps().get(1).end())
        .isEqualTo(new StepEnd.Timed(Duration.ofSeconds(60)));
  }

  @ParameterizedTest(name = "{1} of {0}: {2}")
  @CsvSource({
    "3, 80%, 2",
    "7, 33%, 3",
    "10, 1%, 1",
    "10, 99%, 9",
    "1, 50%, 1",
    "2, 99%, 1",
    "10, +100%, 9",
    "100, 1%, 1",
    "101, 1%, 2",
    "3, 100%, 3",
    "5, 7, 5",
    "5, 5, 5"
  })
  @DisplayName("a Deployment in place: rounded up, and the last pod is for \"100%\"")
  void deployment(int replicas, String step, int pods) {
    String written = step.endsWith("%") ? "'" + step + "'" : step;
    assertThat(pods(explain("canary: {steps: [{replicas: " + written + "}]}", replicas)))
        .containsExactly(pods);
  }

  @ParameterizedTest(name = "{1} of {0}: {2}")
  @CsvSource({"3, 80%, 3", "7, 33%, 3", "10, 99%, 10", "10, 1%, 1"})
  @DisplayName("pods of their own, and blue-green: rounded up")
  void others(int replicas, String step, int pods) {
    String steps = "steps: [{replicas: '" + step + "'}]";
    Explanation canary =
        explain("canary: {enableExtraWorkloadForCanary: true, " + steps + "}", replicas);
    assertThat(pods(canary)).containsExactly(pods);
    assertThat(canary.steps().get(0).oldPods()).isEqualTo(replicas);
    assertThat(pods(explain("blueGreen: {" + steps + "}", replicas))).containsExactly(pods);
  }

  @ParameterizedTest(name = "{1} of {0}: {2}")
  @CsvSource({"7, 33%, 3", "10, 99%, 10", "300, 1%, 3", "150, 1%, 3", "3, 80%, 3"})
  @DisplayName("a CloneSet keeps old pods by whole percents, rounded up")
  void cloneSet(int replicas, String step, int pods) {
    Explanation explanation =
        RolloutPlan.of(Yaml.cloneSet("canary: {steps: [{replicas: '" + step + "'}]}"))
            .explain(replicas);
    assertThat(pods(explanation)).containsExactly(pods);
  }

  @ParameterizedTest(name = "{1} of {0}: {2}")
  @CsvSource({
    "4, 1 100%, 1 3, false", // each seen with OpenKruise v1.8.0
    "4, 50% 100%, 2 2, false",
    "4, 75% 100%, 3 3, false",
    "10, 10% 40% 60% 100%, 1 4 6 6, false",
    "4, 1 3, 1 3, true",
    "4, 100%, 4, true"
  })
  @DisplayName("blue-green, a CloneSet makes no more new pods beside the old ones than are missing")
  void surge(int replicas, String plan, String pods, boolean ends) {
    String steps =
        Stream.of(plan.split(" "))
            .map(step -> "{replicas: " + (step.endsWith("%") ? "'" + step + "'" : step) + "}")
            .collect(Collectors.joining(", "));
    Explanation explanation =
        RolloutPlan.of(Yaml.cloneSet("blueGreen: {steps: [" + steps + "]}")).explain(replicas);
    assertThat(pods(explanation))
        .containsExactly(Stream.of(pods.split(" ")).map(Integer::valueOf).toArray(Integer[]::new));
    List<ExplainedStep> explained = explanation.steps();
    assertThat(explained.get(explained.size() - 1).end() instanceof StepEnd.Never).isEqualTo(!ends);
  }

  @Test
  @DisplayName(
      "a count after a percentage never ends in a Deployment, unless it is reached already")
  void stuck() {
    String plan = "canary: {steps: [{replicas: '40%'}, {replicas: 4}, {replicas: '100%'}]}";
    Explanation small = explain(plan, 5);
    assertThat(pods(small)).containsExactly(2, 2, 5);
    assertThat(small.steps().get(1).end()).isEqualTo(new StepEnd.Never());
    assertThat(small.steps().get(1).remarks()).isNotEmpty();
    assertThat(small.ending()).contains("doesn't end by itself");
    assertThat(small.table()).contains("NEVER ENDS");
    Explanation large = explain(plan, 10);
    assertThat(pods(large)).containsExactly(4, 4, 10);
    assertThat(large.steps().get(1).end()).isEqualTo(new StepEnd.Approval());
  }

  @Test
  @DisplayName("a step never takes pods back")
  void never() {
    Explanation explanation =
        explain("canary: {steps: [{replicas: 5}, {replicas: '10%'}, {replicas: '100%'}]}", 10);
    assertThat(pods(explanation)).containsExactly(5, 5, 10);
    assertThat(explanation.steps().get(1).remarks())
        .containsExactly("10% is 1, and more are there already");
  }

  @Test
  @DisplayName("where it stops: a last count does, a last \"100%\" doesn't, in blue-green both do")
  void ends() {
    String timed = "pause: {duration: 60}";
    assertThat(ends("canary: {steps: [{replicas: 1}, {replicas: 10}]}"))
        .containsExactly(new StepEnd.Approval(), new StepEnd.Approval());
    assertThat(ends("canary: {steps: [{replicas: '100%', " + timed + "}]}"))
        .containsExactly(new StepEnd.AtOnce());
    assertThat(ends("blueGreen: {steps: [{replicas: '100%'}]}"))
        .containsExactly(new StepEnd.Approval());
    assertThat(
            ends(
                "canary: {steps: [{replicas: 1, pause: {duration: 0}}, {replicas: 1, pause: {duration: -5}}, {replicas: '100%'}]}"))
        .containsOnly(new StepEnd.AtOnce());
  }

  private static List<StepEnd> ends(String strategy) {
    return explain(strategy, 10).steps().stream().map(ExplainedStep::end).toList();
  }

  @Test
  @DisplayName("traffic: a share, matches, or as the pods")
  void traffic() {
    String steps =
        "steps: [{replicas: 1, traffic: '5%'}, {replicas: 2, matches: [{headers: [{name: a, value:"
            + " b}]}]}, {replicas: '100%'}]";
    assertThat(traffic("canary: {" + ROUTING + ", " + steps + "}"))
        .containsExactly(
            new StepTraffic.Share(5), new StepTraffic.Matching(1), new StepTraffic.AsPods());
    assertThat(traffic("canary: {" + steps + "}")).containsOnly(new StepTraffic.AsPods());
    assertThat(explain("canary: {" + ROUTING + ", " + steps + "}", 3).table())
        .contains("5% ", "by 1 match");
  }

  private static List<StepTraffic> traffic(String strategy) {
    return explain(strategy, 10).steps().stream().map(ExplainedStep::traffic).toList();
  }

  @Test
  @DisplayName("how it ends, by style")
  void ending() {
    assertThat(explain("canary: {steps: [{replicas: '50%'}]}", 5).ending())
        .contains("gets the other 2 pods at once");
    assertThat(
            explain("canary: {enableExtraWorkloadForCanary: true, steps: [{replicas: 1}]}", 5)
                .ending())
        .contains("the workload itself gets the new version, 5 pods");
    assertThat(explain("blueGreen: {steps: [{replicas: '100%'}]}", 5).ending())
        .contains("the old pods go");
  }

  @Test
  @DisplayName("what may be edited in the middle, by style")
  void edits() {
    RolloutPlan canary = RolloutPlan.of(Yaml.deployment("canary: {steps: [{replicas: 1}]}"));
    assertThat(canary.style()).isEqualTo(RollingStyle.PARTITION);
    assertThat(canary.edits())
        .filteredOn(edit -> edit.effect() == Effect.REFUSED)
        .extracting(MidReleaseEdit::field)
        .containsExactly(
            "spec.strategy.canary.steps",
            "spec.strategy.canary.trafficRoutings",
            "spec.workloadRef",
            "spec.strategy");
    assertThat(canary.edits())
        .extracting(MidReleaseEdit::field)
        .contains("spec.strategy.canary.steps[*].pause", "spec.strategy.canary.failureThreshold");
    assertThat(RolloutPlan.of(Yaml.deployment("blueGreen: {steps: [{replicas: 1}]}")).edits())
        .extracting(MidReleaseEdit::field)
        .contains("spec.strategy.blueGreen.steps[*].replicas")
        .doesNotContain("spec.strategy.blueGreen.failureThreshold");
  }

  @Test
  @DisplayName("no plan of what is refused, and none for no pods")
  void refused() {
    assertThatThrownBy(() -> RolloutPlan.of(Yaml.deployment("canary: {steps: []}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spec.strategy.canary.steps");
    assertThatThrownBy(() -> explain("canary: {steps: [{replicas: 1}]}", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scale it up");
  }
}
