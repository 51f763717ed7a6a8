// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A run is compared with a golden")
class ComparisonTest {
  private static final JsonNode APPROVE = Json.object().set("approve", Json.object());
  private static final JsonNode HOLD = Json.object().put("hold", 3);
  private static final Result OK = new Result(200, "", "");

  private final Golden golden =
      new Golden(
          "one",
          "a controller",
          3,
          List.of(
              new Segment(null, null, List.of(block("Healthy", false, "all is well"))),
              new Segment(
                  APPROVE,
                  OK,
                  List.of(
                      block("Ready", false, "go"),
                      block("Waiting", true, "wait"),
                      block("Gone", false, "go", "gone")))),
          List.of(new Wait(HOLD, true)),
          false,
          state("Healthy", 4),
          Set.of("sub.updatedReplicas"));

  private static Block block(String state, boolean optional, String... messages) {
    JsonNode path = Json.tree(List.of("Progressing", "True/InRolling", 1, 2, state, ""));
    return new Block(StatePath.read(path), optional, List.of(messages));
  }

  private static ObjectNode state(String phase, int updated) {
    ObjectNode state = Json.object();
    state.putObject("rollout").put("phase", phase).putObject("sub").put("updatedReplicas", updated);
    return state;
  }

  private Trace trace(List<Block> afterApproval) {
    return trace(afterApproval, OK, true, state("Healthy", 4));
  }

  private Trace trace(List<Block> afterApproval, Result result, boolean held, JsonNode finalState) {
    return new Trace(
        "one",
        List.of(
            new Segment(null, null, List.of(block("Healthy", false, "all is well"))),
            new Segment(APPROVE, result, afterApproval)),
        List.of(new Wait(HOLD, held)),
        finalState,
        null);
  }

  private static List<Block> blocks(String... states) {
    return Stream.of(states).map(state -> block(state, false, "go")).toList();
  }

  @Test
  @DisplayName("and is the same with or without the optional states")
  void same() {
    assertThat(Comparison.usual(golden, trace(blocks("Ready", "Waiting", "Gone")))).isEmpty();
    assertThat(Comparison.usual(golden, trace(blocks("Ready", "Gone")))).isEmpty();
  }

  @Test
  @DisplayName("and differs in a state too many, a state too few, and another order")
  void paths() {
    assertThat(Comparison.usual(golden, trace(blocks("Ready", "Gone", "Ready"))))
        .singleElement()
        .asString()
        .contains("state 3 is Progressing|True/InRolling|1|2|Ready|-", "expected nothing more");
    assertThat(Comparison.usual(golden, trace(blocks("Ready"))))
        .singleElement()
        .asString()
        .contains("is nothing more", "|Gone|-");
    assertThat(Comparison.usual(golden, trace(blocks("Gone", "Ready"))))
        .singleElement()
        .asString()
        .contains("state 1 is");
  }

  @Test
  @DisplayName("and differs in the code of an answer")
  void codes() {
    Trace refused =
        trace(blocks("Ready", "Gone"), new Result(422, "Invalid", "no"), true, state("Healthy", 4));
    assertThat(Comparison.usual(golden, refused)).singleElement().asString().contains("422");
  }

  @Test
  @DisplayName("and differs in the outcome of a wait")
  void waits() {
    Trace vain = trace(blocks("Ready", "Gone"), OK, false, state("Healthy", 4));
    assertThat(Comparison.usual(golden, vain)).singleElement().asString().contains("wait 1");
  }

  @Test
  @DisplayName("and differs in the final state, but for what differs among the recordings")
  void finalState() {
    Trace other = trace(blocks("Ready", "Gone"), OK, true, state("Disabled", 7));
    assertThat(Comparison.usual(golden, other))
        .singleElement()
        .asString()
        .contains("rollout.phase is Disabled", "expected Healthy");
  }

  @Test
  @DisplayName("and, when all counts, differs in a message")
  void messages() {
    Trace other = trace(List.of(block("Ready", false, "stop"), block("Gone", false, "gone")));
    assertThat(Comparison.usual(golden, other)).isEmpty();
    assertThat(Comparison.exact(golden, other)).singleElement().asString().contains("\"stop\"");
  }

  @Test
  @DisplayName("and, on a busy machine, may repeat an approval that was overwritten, if it insists")
  void overwritten() {
    List<Block> approved = blocks("StepReady", "Completed");
    List<Block> repeated = blocks("StepReady", "StepPaused", "StepReady", "Completed");
    List<Block> undone = blocks("StepReady", "StepPaused", "Completed");
    JsonNode once = Json.object().set("approve", Json.object());
    JsonNode insisting = Json.object().set("approve", Json.object().put("insist", true));

    assertThat(busy(insisting, approved, repeated)).isEmpty();
    assertThat(busy(insisting, approved, approved)).isEmpty();
    assertThat(busy(insisting, approved, undone)).isNotEmpty();
    assertThat(busy(once, approved, repeated)).isNotEmpty();
  }

  private static List<String> busy(JsonNode action, List<Block> wanted, List<Block> seen) {
    ObjectNode end = state("Healthy", 4);
    return Comparison.onBusyMachine(
        new Golden(
            "one",
            "a controller",
            3,
            List.of(new Segment(action, OK, wanted)),
            List.of(),
            false,
            end,
            Set.of()),
        new Trace("one", List.of(new Segment(action, OK, seen)), List.of(), end, null));
  }

  @Test
  @DisplayName("and differs when it failed")
  void failed() {
    Trace other = trace(blocks("Ready", "Gone"));
    Trace failed = new Trace("one", other.segments(), other.waits(), other.finalState(), "in vain");
    assertThat(Comparison.usual(golden, failed)).singleElement().asString().contains("in vain");
  }
}
