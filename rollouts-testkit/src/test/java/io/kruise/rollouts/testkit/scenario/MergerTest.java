// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Several recordings make a golden")
class MergerTest {
  private static final JsonNode SCALE = Json.object().put("scale", 3);

  private static Trace trace(int code, String phase, String... states) {
    List<Block> blocks =
        Stream.of(states)
            .map(
                state ->
                    new Block(
                        StatePath.read(Json.tree(List.of("Progressing", "", 1, 2, state, ""))),
                        false,
                        List.of("in " + phase)))
            .toList();
    JsonNode end = Json.object().set("rollout", Json.object().put("phase", phase));
    return new Trace(
        "one",
        List.of(
            new Segment(null, null, List.of()),
            new Segment(SCALE, new Result(code, "", ""), blocks)),
        List.of(),
        end,
        null);
  }

  @Test
  @DisplayName("in which optional is what some of them have not")
  void optional() {
    Golden golden =
        Merger.merge(
            "c",
            List.of(
                trace(200, "A", "a", "b", "d"),
                trace(200, "A", "a", "c", "d"),
                trace(200, "A", "a", "b", "d", "e")));
    assertThat(golden.segments().get(1).blocks())
        .map(block -> block.path().state() + (block.optional() ? "?" : ""))
        .containsExactly("a", "b?", "c?", "d", "e?");
  }

  @Test
  @DisplayName("that says in what they differ at the end, and joins their messages")
  void differing() {
    Golden golden = Merger.merge("c", List.of(trace(200, "A", "a"), trace(200, "B", "a")));
    assertThat(golden.finalDiffers()).containsExactly("rollout.phase");
    assertThat(golden.segments().get(1).blocks().get(0).messages()).containsExactly("in A", "in B");
  }

  @Test
  @DisplayName("that holds no answer in which they differ")
  void answers() {
    Golden golden = Merger.merge("c", List.of(trace(200, "A", "a"), trace(409, "A", "a")));
    assertThat(golden.segments().get(1).result()).isNull();
  }

  @Test
  @DisplayName("that is the same after it was written and read")
  void file(@TempDir Path folder) {
    Golden golden = Merger.merge("c", List.of(trace(422, "A", "a", "b"), trace(422, "B", "a")));
    GoldenFile.write(golden, folder.resolve("one.json"));
    assertThat(GoldenFile.read(folder.resolve("one.json"))).isEqualTo(golden);
  }
}
