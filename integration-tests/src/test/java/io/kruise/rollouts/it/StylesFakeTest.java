// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("the other styles of a release, on the fake")
class StylesFakeTest extends StylesSuite {
  @RegisterExtension static final FakeCluster CLUSTER = new FakeCluster();

  @Override
  TestCluster cluster() {
    return CLUSTER;
  }
}
