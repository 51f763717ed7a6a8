// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the difference of two templates")
class TemplateDiffTest {

  @Test
  @DisplayName("is nothing between equal ones")
  void equal() {
    Map<String, Object> template = Map.of("spec", Map.of("containers", List.of()));
    assertThat(TemplateDiff.between(template, template)).isEmpty();
  }

  @Test
  @DisplayName("goes by names in lists, whatever their order, and by places without names")
  void lists() {
    Map<String, Object> before =
        Map.of(
            "containers",
            List.of(
                Map.of("name", "a", "image", "a:1"),
                Map.of("name", "b", "args", List.of("-v", "1"))));
    Map<String, Object> after =
        Map.of(
            "containers",
            List.of(
                Map.of("name", "b", "args", List.of("-v", "2")),
                Map.of("name", "a", "image", "a:2")));
    assertThat(TemplateDiff.between(before, after))
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "containers[a].image: a:1 -> a:2", "containers[b].args[1]: 1 -> 2");
  }

  @Test
  @DisplayName("names what comes and what goes")
  void comesAndGoes() {
    assertThat(TemplateDiff.between(Map.of("old", 1), Map.of("fresh", true)))
        .extracting(Object::toString)
        .containsExactlyInAnyOrder("old: 1 -> (none)", "fresh: (none) -> true");
  }
}
