// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("which release a status speaks of, on the fake")
class ReleaseIdentityFakeTest extends ReleaseIdentitySuite {
  @RegisterExtension static final FakeCluster CLUSTER = new FakeCluster();

  @Override
  TestCluster cluster() {
    return CLUSTER;
  }
}
