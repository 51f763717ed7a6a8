// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSetTest {

  @ParameterizedTest
  @DisplayName("A set overlaps a stored one where a member of both is")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'f:a':{}}                 | {'f:a':{}}                 | true",
        "{'f:a':{}}                 | {'f:b':{}}                 | false",
        "{'f:a':{}}                 | {'f:a':{'f:b':{}}}         | false",
        "{'f:a':{}}                 | {'f:a':{'.':{},'f:b':{}}}  | true",
        "{'f:a':{'f:b':{}}}         | {'f:a':{}}                 | false",
        "{'f:a':{'f:b':{}}}         | {'f:a':{'f:b':{}}}         | true",
        "{'f:a':{'f:b':{}}}         | {'f:a':{'f:c':{}}}         | false",
        "{'f:a':{'.':{},'f:b':{}}}  | {'f:a':{'.':{},'f:c':{}}}  | true",
      })
  void overlap(String set, String stored, boolean overlaps) throws JsonProcessingException {
    assertThat(FieldSet.of(parsed(set)).overlapsStored(parsed(stored))).isEqualTo(overlaps);
  }

  @Test
  @DisplayName("A stored set overlaps and includes as it does when it is opened up")
  void asOpened() {
    Random random = new Random(1);
    int overlapping = 0;
    for (int i = 0; i < 2_000; i++) {
      FieldSet left = random(random, 3).prune();
      FieldSet right = random(random, 3).prune();
      boolean overlaps = left.overlaps(right);

      assertThat(left.overlapsStored(right.json()))
          .as("%s and %s", left.json(), right.json())
          .isEqualTo(overlaps);
      assertThat(left.isWithinStored(left.union(right).json())).isTrue();
      assertThat(left.isWithinStored(right.json()))
          .as("%s within %s", left.json(), right.json())
          .isEqualTo(right.includes(left));
      overlapping += overlaps ? 1 : 0;
    }
    assertThat(overlapping).isBetween(200, 1_800);
  }

  private static FieldSet random(Random random, int depth) {
    FieldSet set = new FieldSet();
    fill(set, random, depth);
    return set;
  }

  private static void fill(FieldSet set, Random random, int depth) {
    for (String element : new String[] {"f:a", "f:b", "k:{\"name\":\"c\"}", "f:d"}) {
      if (random.nextInt(4) == 0) {
        set.add(element);
      }
      if (depth > 0 && random.nextInt(3) == 0) {
        fill(set.below(element), random, depth - 1);
      }
    }
  }

  private static JsonNode parsed(String json) throws JsonProcessingException {
    return Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
