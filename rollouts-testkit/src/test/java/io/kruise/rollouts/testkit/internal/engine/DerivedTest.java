// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DerivedTest {
  private final List<JsonNode> asked = new ArrayList<>();
  private final Function<JsonNode, String> text = this::text;
  private final Derived derived = new Derived();

  private String text(JsonNode tree) {
    asked.add(tree);
    return tree.toString();
  }

  @Test
  @DisplayName("The same node is worked out once")
  void once() {
    JsonNode tree = Json.object().put("a", 1);

    assertThat(derived.of(tree, text)).isEqualTo("{\"a\":1}");
    assertThat(derived.of(tree, text)).isEqualTo("{\"a\":1}");
    assertThat(asked).hasSize(1);
  }

  @Test
  @DisplayName("A node that is only equal is worked out by itself: one of the two may be changed")
  void identity() {
    derived.of(Json.object().put("a", 1), text);
    derived.of(Json.object().put("a", 1), text);

    assertThat(asked).hasSize(2);
  }

  @Test
  @DisplayName("Different questions about one node are kept apart")
  void questions() {
    JsonNode tree = Json.object().put("a", 1);

    assertThat(derived.of(tree, text)).isEqualTo("{\"a\":1}");
    assertThat(derived.of(tree, JsonNode::size)).isEqualTo(1);
  }

  @Test
  @DisplayName("What was not asked about for long is forgotten")
  void bounded() {
    JsonNode first = Json.object();
    derived.of(first, text);
    for (int i = 0; i < 256; i++) {
      derived.of(Json.object(), text);
    }
    asked.clear();

    derived.of(first, text);

    assertThat(asked).hasSize(1);
  }

  @Test
  @DisplayName("What fails is tried again")
  void failure() {
    JsonNode tree = Json.object();
    List<String> tries = new ArrayList<>();
    Function<JsonNode, String> fails =
        any -> {
          tries.add("once more");
          throw new IllegalStateException("no");
        };

    assertThatThrownBy(() -> derived.of(tree, fails)).hasMessage("no");
    assertThatThrownBy(() -> derived.of(tree, fails)).hasMessage("no");
    assertThat(tries).hasSize(2);
  }
}
