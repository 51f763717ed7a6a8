// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.model.Json;
import io.kruise.rollouts.model.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is read is written back, whatever it holds.
 *
 * <p>The objects are random, with each field absent, present, empty and zero among them, and beside
 * unknown fields. A failure names the seed, and {@code -Drollouts.seed} repeats it.
 */
@DisplayName("An object that is read and written")
class RoundTripTest {

  private static final int AT_LEAST = 60;

  private static final long SEED = Long.getLong("rollouts.seed", new Random().nextLong());

  private static final Map<Kind, List<String>> OBJECTS = new EnumMap<>(Kind.class);

  @BeforeAll
  static void printSeed() {
    System.out.println("RoundTripTest: -Drollouts.seed=" + SEED);
  }

  @DisplayName("is the same JSON")
  @ParameterizedTest
  @EnumSource
  void isTheSameJson(Kind kind) {
    for (String json : objects(kind)) {
      Object bean = Json.read(json, kind.type());

      assertThat(Json.tree(Json.write(bean))).as("seed %d", SEED).isEqualTo(Json.tree(json));
    }
  }

  @DisplayName("equals its copies by builder, and so do the beans inside it")
  @ParameterizedTest
  @EnumSource
  void equalsItsCopies(Kind kind) throws ReflectiveOperationException {
    for (String json : objects(kind)) {
      Object resource = Json.read(json, kind.type());

      assertThat(resource).as("seed %d", SEED).isEqualTo(Json.read(json, kind.type()));
      for (Object bean : Beans.in(resource)) {
        assertThat(Beans.rebuilt(bean)).as("seed %d", SEED).isEqualTo(bean);
      }
    }
  }

  @DisplayName("has fields of its schema in fields of its bean, not among the unknown ones")
  @ParameterizedTest
  @EnumSource
  void knowsItsSchema(Kind kind) throws ReflectiveOperationException {
    for (String json : objects(kind)) {
      for (Object bean : Beans.in(Json.read(json, kind.type()))) {
        assertThat(Beans.unknownFields(bean).keySet())
            .as("seed %d, %s", SEED, bean.getClass())
            .allSatisfy(name -> assertThat(name).startsWith(RandomObjects.UNKNOWN));
      }
    }
  }

  private static List<String> objects(Kind kind) {
    return OBJECTS.computeIfAbsent(kind, k -> RandomObjects.of(k, AT_LEAST, SEED));
  }
}
