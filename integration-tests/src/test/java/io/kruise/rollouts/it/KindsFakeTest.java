// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("a release of a workload that is no Deployment, on the fake")
class KindsFakeTest extends KruiseKindsSuite {
  @RegisterExtension static final FakeCluster CLUSTER = new FakeCluster();

  @Override
  TestCluster cluster() {
    return CLUSTER;
  }

  @Override
  Duration stall() {
    return Duration.ofSeconds(3);
  }
}
