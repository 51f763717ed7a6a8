// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same for OpenKruise's workloads. */
abstract class KruiseKindsSuite extends KindsSuite {
  /** Longer than the cluster is ever silent while a step goes on. */
  abstract Duration stall();

  @ParameterizedTest
  @CsvSource({
    "apps.kruise.io/v1alpha1, CloneSet, canary",
    "apps.kruise.io/v1alpha1, CloneSet, blue-green",
    "apps.kruise.io/v1beta1, StatefulSet, canary"
  })
  @DisplayName("walks, and is rolled back in the middle; the next one walks to its end")
  void kind(String apiVersion, String kind, String style) {
    walksAndRollsBack(apiVersion, kind, style);
  }

  @Test
  @DisplayName("that is blue-green stalls beyond the CloneSet's surge, and is told so")
  void surge() {
    surgeExhausted(stall());
  }
}
