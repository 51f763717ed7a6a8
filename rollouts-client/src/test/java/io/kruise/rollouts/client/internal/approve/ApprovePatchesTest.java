// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import static io.kruise.rollouts.client.support.RolloutFixture.blueGreen;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.kruise.rollouts.client.support.RolloutFixture;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
@DisplayName("the patches")
class ApprovePatchesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CANARY_GUARD =
      """
      {"op": "test", "path": "/metadata/uid", "value": "uid-1"},
      {"op": "test", "path": "/status/canaryStatus/currentStepIndex", "value": 1},
      {"op": "test", "path": "/status/canaryStatus/currentStepState", "value": "StepPaused"},
      {"op": "test", "path": "/status/canaryStatus/canaryRevision", "value": "rev2"},
      {"op": "test", "path": "/status/canaryStatus/lastUpdateTime", "value": "2026-01-01T00:00:10Z"}
      """;

  private static final String BLUE_GREEN_GUARD =
      CANARY_GUARD
          .replace("canaryRevision", "updatedRevision")
          .replace("canaryStatus", "blueGreenStatus");

  /** A style: a Rollout paused at its first step, the guard, and where its parts lie. */
  record Style(RolloutFixture fixture, String guard, String status, String plan) {
    List<Map<String, Object>> durationZero() {
      return ApprovePatches.durationZero(target(), fixture.build());
    }

    ApprovalTarget target() {
      return ApprovalTarget.of(fixture.view());
    }

    @Override
    public String toString() {
      return plan;
    }
  }

  static Stream<Style> styles() {
    return Stream.of(
        new Style(demo().paused(1), CANARY_GUARD, "canaryStatus", "canary"),
        new Style(
            blueGreen(1, "50%", "100%").paused(1),
            BLUE_GREEN_GUARD,
            "blueGreenStatus",
            "blueGreen"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("styles")
  @DisplayName("STATUS: the guard, then StepReady")
  void stepReady(Style style) {
    String state = "/status/" + style.status() + "/currentStepState";

    assertJson(
        ApprovePatches.stepReady(style.target()),
        "[" + style.guard() + ", {'op':'replace', 'path':'" + state + "', 'value':'StepReady'}]");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("styles")
  @DisplayName("SPEC: the guard, then the step gets a pause of 0")
  void durationZero(Style style) {
    String pause = "/spec/strategy/" + style.plan() + "/steps/0/pause";

    assertJson(
        style.durationZero(),
        "[" + style.guard() + ", {'op':'add', 'path':'" + pause + "', 'value':{'duration':0}}]");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("styles")
  @DisplayName("SPEC: the guard, then a pause that is there gets a duration of 0")
  void durationZeroInPause(Style style) {
    String duration = "/spec/strategy/" + style.plan() + "/steps/0/pause/duration";
    style.fixture().emptyPause(1);

    assertJson(
        style.durationZero(),
        "[" + style.guard() + ", {'op':'add', 'path':'" + duration + "', 'value':0}]");
  }

  @Test
  @DisplayName("SPEC: counts from 1 in the status, from 0 in the plan")
  void countsFromZeroInThePlan() {
    RolloutFixture third = demo().pause(3, 60).paused(3);

    assertThat(ApprovePatches.durationZero(ApprovalTarget.of(third.view()), third.build()))
        .contains(Map.of("op", "test", "path", "/status/canaryStatus/currentStepIndex", "value", 3))
        .endsWith(
            Map.of(
                "op", "add", "path", "/spec/strategy/canary/steps/2/pause/duration", "value", 0));
  }

  @Test
  @DisplayName("a status without lastUpdateTime has no moment to test")
  void withoutAMoment() {
    ApprovalTarget target = ApprovalTarget.of(demo().paused(1).since(null).view());

    assertThat(ApprovePatches.stepReady(target)).hasSize(5);
    assertThat(ApprovePatches.stepReady(target).toString()).doesNotContain("lastUpdateTime");
  }

  @Test
  @DisplayName("reset: of this object, of a 0, back to no duration")
  void resetToNone() {
    assertJson(
        ApprovePatches.resetDuration(demo().pause(2, 0).build(), 2, Optional.empty()),
        """
        [{'op': 'test', 'path': '/metadata/uid', 'value': 'uid-1'},
         {'op': 'test', 'path': '/spec/strategy/canary/steps/1/pause/duration', 'value': 0},
         {'op': 'remove', 'path': '/spec/strategy/canary/steps/1/pause/duration'}]
        """);
  }

  @Test
  @DisplayName("reset: of this object, of a 0, back to what it was")
  void resetToDuration() {
    assertJson(
        ApprovePatches.resetDuration(
            blueGreen("50%", "100%").pause(1, 0).build(), 1, Optional.of(Duration.ofMinutes(10))),
        """
        [{'op': 'test', 'path': '/metadata/uid', 'value': 'uid-1'},
         {'op': 'test', 'path': '/spec/strategy/blueGreen/steps/0/pause/duration', 'value': 0},
         {'op': 'replace', 'path': '/spec/strategy/blueGreen/steps/0/pause/duration', 'value': 600}]
        """);
  }

  static Stream<Arguments> otherPauses() {
    return Stream.of(
        arguments("the same pause", demo().paused(1), true),
        arguments("its message was written", demo().paused(1).message("m").version("200"), true),
        arguments("another object", demo().paused(1).uid("uid-2"), false),
        arguments("another step", demo().paused(2).since("2026-01-01T00:00:10Z"), false),
        arguments("approved", demo().rolling(1, "StepReady"), false),
        arguments("not upgraded yet", demo().rolling(1, "StepUpgrade"), false),
        arguments("another revision", demo().paused(1).revision("rev3"), false),
        arguments("entered anew", demo().paused(1).since("2026-01-01T00:05:00Z"), false),
        arguments("no step status", demo().continuous(), false),
        arguments("another style", blueGreen(1, "50%", "100%").paused(1), false));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("otherPauses")
  @DisplayName("by STATUS it applies to this pause of this step of this release and to no other")
  void stepReadyAppliesToThisPauseOnly(String title, RolloutFixture now, boolean applies) {
    ApprovalTarget target = ApprovalTarget.of(demo().paused(1).view());

    assertApplies(title, ApprovePatches.stepReady(target), now, applies);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("otherPauses")
  @DisplayName("by SPEC it applies to this pause of this step of this release and to no other")
  void durationZeroAppliesToThisPauseOnly(String title, RolloutFixture now, boolean applies) {
    Rollout read = demo().paused(1).build();
    ApprovalTarget target = ApprovalTarget.of(demo().paused(1).view());

    assertApplies(title, ApprovePatches.durationZero(target, read), now, applies);
  }

  @Test
  @DisplayName("the reset applies to a 0 of this object only")
  void resetAppliesToZeroOnly() {
    List<Map<String, Object>> reset =
        ApprovePatches.resetDuration(demo().pause(1, 0).build(), 1, Optional.empty());

    assertApplies("0", reset, demo().pause(1, 0), true);
    assertApplies("another duration", reset, demo().pause(1, 60), false);
    assertApplies("no duration", reset, demo().emptyPause(1), false);
    assertApplies("no pause", reset, demo(), false);
    assertApplies("another object", reset, demo().pause(1, 0).uid("uid-2"), false);
  }

  @ParameterizedTest(name = "step {0}: {1}")
  @CsvSource({"1, false", "2, true", "3, false", "0, false", "-1, false", "4, false"})
  @DisplayName("knows which steps have a duration of 0")
  void findsDurationZero(int step, boolean expected) {
    RolloutFixture plan = demo().emptyPause(1).pause(2, 0).pause(3, 60);

    assertThat(ApprovePatches.hasDurationZero(plan.build(), step)).isEqualTo(expected);
  }

  private static void assertApplies(
      String title, List<Map<String, Object>> patch, RolloutFixture now, boolean applies) {
    JsonNode operations = JSON.valueToTree(patch);
    JsonNode object = JSON.valueToTree(now.build());
    if (applies) {
      assertThat(JsonPatch.apply(operations, object)).as(title).isNotEqualTo(object);
    } else {
      assertThatThrownBy(() -> JsonPatch.apply(operations, object))
          .as(title)
          .isInstanceOf(JsonPatchException.class);
    }
  }

  private static void assertJson(List<Map<String, Object>> patch, String expected) {
    try {
      assertThat(JSON.<JsonNode>valueToTree(patch))
          .isEqualTo(JSON.readTree(expected.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new AssertionError("the test's own JSON", e);
    }
  }
}
