// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("the release of the basic usage guide, on the fake")
class GuideReleaseFakeTest extends GuideReleaseSuite {
  @RegisterExtension static final FakeCluster CLUSTER = new FakeCluster();

  @Override
  TestCluster cluster() {
    return CLUSTER;
  }
}
