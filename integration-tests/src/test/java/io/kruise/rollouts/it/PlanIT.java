// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("real")
@DisplayName("the explanation of a plan, against releases")
class PlanIT extends PlanSuite {
  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  @Override
  TestCluster cluster() {
    return CLUSTER;
  }
}
