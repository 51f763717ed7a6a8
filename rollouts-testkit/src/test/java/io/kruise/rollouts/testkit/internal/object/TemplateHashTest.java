// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TemplateHashTest {
  private static final JsonNode TEMPLATE =
      tree("{'metadata':{'labels':{'app':'a'}},'spec':{'containers':[{'name':'c','image':'i'}]}}");

  @Test
  void hashesEqualTemplatesAlike() {
    JsonNode same =
        tree(
            "{'spec':{'containers':[{'image':'i','name':'c','env':[]}]},"
                + "'metadata':{'creationTimestamp':null,'annotations':{},"
                + "'labels':{'pod-template-hash':'x','app':'a'}}}");
    assertThat(TemplateHash.kruise(same)).isEqualTo(TemplateHash.kruise(TEMPLATE));
    assertThat(TemplateHash.nativeHash(same, 1)).isEqualTo(TemplateHash.nativeHash(TEMPLATE, 1));
    assertThat(TemplateHash.same(same, TEMPLATE)).isTrue();
  }

  @Test
  void tellsTemplatesApart() {
    JsonNode other =
        tree(
            "{'metadata':{'labels':{'app':'a'}},'spec':{'containers':[{'name':'c','image':'j'}]}}");
    assertThat(TemplateHash.kruise(other)).isNotEqualTo(TemplateHash.kruise(TEMPLATE));
    assertThat(TemplateHash.same(other, TEMPLATE)).isFalse();
  }

  @Test
  void differsBetweenKruiseAndKubernetesAndWithEachCollision() {
    assertThat(
            java.util.List.of(
                TemplateHash.kruise(TEMPLATE),
                TemplateHash.kruise(TEMPLATE, 1),
                TemplateHash.nativeHash(TEMPLATE, 0),
                TemplateHash.nativeHash(TEMPLATE, 1),
                TemplateHash.nativeHash(TEMPLATE, 2)))
        .doesNotHaveDuplicates()
        .allMatch(hash -> hash.matches("[4-9bcdf]{1,10}"));
  }

  private static JsonNode tree(String text) {
    try {
      return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
