// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a release of a workload that is no Deployment, on the fake")
class KindsFakeTest extends KindsSuite {
  @RegisterExtension static final FakeCluster CLUSTER = new FakeCluster();

  @Override
  TestCluster cluster() {
    return CLUSTER;
  }

  @ParameterizedTest
  @CsvSource({
    "apps/v1, StatefulSet",
    "apps.kruise.io/v1alpha1, CloneSet",
    "apps.kruise.io/v1beta1, StatefulSet"
  })
  @DisplayName("walks, and is rolled back in the middle; the next one walks to its end")
  void kind(String apiVersion, String kind) {
    walksAndRollsBack(apiVersion, kind);
  }
}
