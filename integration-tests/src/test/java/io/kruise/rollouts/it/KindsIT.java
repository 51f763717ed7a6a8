// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("real")
@DisplayName("a release of a StatefulSet")
class KindsIT extends KindsSuite {
  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  @Override
  TestCluster cluster() {
    return CLUSTER;
  }
}
