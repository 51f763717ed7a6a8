// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The same jar works with fabric8 on Jackson 2 and on Jackson 3: they share the annotations. */
@DisplayName("The classes of the model")
class DependenciesTest {

  @DisplayName("use annotations of Jackson, and nothing else of it")
  @Test
  void useAnnotationsOfJacksonOnly() throws IOException {
    for (Path file : ModuleClasses.files()) {
      String constants = Files.readString(file, StandardCharsets.ISO_8859_1);

      assertThat(constants)
          .as(file.toString())
          .doesNotContainPattern("com/fasterxml/jackson/(?!annotation/)")
          .doesNotContain("tools/jackson/");
    }
  }
}
