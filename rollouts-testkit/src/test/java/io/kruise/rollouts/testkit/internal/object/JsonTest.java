// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

  @ParameterizedTest
  @DisplayName("A merge patch that changes nothing is known without merging")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                        | true",
        "{'a':1}                   | true",
        "{'a':2}                   | false",
        "{'a':null}                | false",
        "{'none':null}             | true",
        "{'none':1}                | false",
        "{'none':{}}               | false",
        "{'map':{}}                | true",
        "{'map':{'b':'x'}}         | true",
        "{'map':{'b':'y'}}         | false",
        "{'map':{'none':null}}     | true",
        "{'map':{'none':{}}}       | false",
        "{'map':'x'}               | false",
        "{'a':{'b':null}}          | false",
        "{'list':[{'c':1},2]}      | true",
        "{'list':[2]}              | false",
        "{'list':{'c':null}}       | false",
        "{'a':1,'map':{'b':null}}  | false",
      })
  void noChange(String patch, boolean nothing) throws JsonProcessingException {
    ObjectNode target = parsed("{'a':1,'map':{'b':'x'},'list':[{'c':1},2]}");
    ObjectNode changes = parsed(patch);

    assertThat(Json.isMerged(target, changes)).isEqualTo(nothing);
    assertThat(Json.mergePatch(target, changes).equals(target)).isEqualTo(nothing);
  }

  private static ObjectNode parsed(String json) throws JsonProcessingException {
    return (ObjectNode) Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
