// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Writes the page of known differences anew. Not part of a build, but run by name: {@code mvn test
 * -pl rollouts-testkit -am -Dtest=WriteDifferences}.
 */
class WriteDifferences {

  @Test
  @DisplayName("the page of known differences is written")
  void write() throws IOException {
    Files.writeString(DifferencesPage.FILE, DifferencesPage.text());
    assertThat(DifferencesPage.FILE).isNotEmptyFile();
  }
}
