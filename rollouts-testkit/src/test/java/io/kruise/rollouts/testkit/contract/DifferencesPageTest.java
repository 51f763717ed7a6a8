// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DifferencesPageTest {

  @Test
  @DisplayName("the page of known differences is what the data say; if not: WriteDifferences")
  void upToDate() {
    assertThat(DifferencesPage.FILE).hasContent(DifferencesPage.text());
  }
}
