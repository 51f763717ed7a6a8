// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.model.Json;
import io.kruise.rollouts.model.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The CRDs in the jar are those of upstream, fact by fact, without exception.
 *
 * <p>Upstream's facts are tables in {@code src/test/resources/schema}; {@link UpstreamTableTest}
 * compares them with upstream's files and writes them anew.
 */
@DisplayName("The CRDs in the jar")
class SchemaParityTest {

  @DisplayName("say what upstream's say, no more and no less")
  @ParameterizedTest
  @EnumSource
  void equalUpstream(Kind kind) throws IOException {
    List<String> upstream = CrdTable.read(UpstreamTable.of(kind));
    List<String> ours = CrdTable.of(kind.crd(), kind.version());

    assertThat(differences(upstream, ours)).as("- upstream, + ours").isEmpty();
    assertThat(ours).as("in the same order").isEqualTo(upstream);
  }

  @DisplayName("have one version, the one of the beans")
  @ParameterizedTest
  @EnumSource
  void haveOneVersion(Kind kind) {
    assertThat(Json.list(Json.map(kind.crd().get("spec")).get("versions"))).hasSize(1);
  }

  private static List<String> differences(List<String> upstream, List<String> ours) {
    List<String> differences = new ArrayList<>();
    upstream.stream()
        .filter(line -> !ours.contains(line))
        .map("- "::concat)
        .forEach(differences::add);
    ours.stream()
        .filter(line -> !upstream.contains(line))
        .map("+ "::concat)
        .forEach(differences::add);
    return differences;
  }
}
