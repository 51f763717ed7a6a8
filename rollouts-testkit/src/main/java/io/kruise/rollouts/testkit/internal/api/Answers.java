// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;

/** Writes answers. */
final class Answers {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private Answers() {}

  /**
   * An answer with an object in it.
   *
   * @param code the HTTP code
   * @param tree the object
   * @param representation the form that the client wants
   * @param warnings what it is warned of
   * @return the answer
   */
  static ApiAnswer of(
      int code, JsonNode tree, Representation representation, List<String> warnings) {
    return new ApiAnswer(
        code,
        representation.contentType(),
        representation.yaml() ? yaml(tree) : tree.toString(),
        warnings);
  }

  private static String yaml(JsonNode tree) {
    try {
      return YAML.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
