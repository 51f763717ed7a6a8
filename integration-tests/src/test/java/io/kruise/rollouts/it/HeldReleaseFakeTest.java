// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("a release that is held, jumps, or ends before its time, on the fake")
class HeldReleaseFakeTest extends HeldReleaseSuite {
  @RegisterExtension static final FakeCluster CLUSTER = new FakeCluster();

  @Override
  TestCluster cluster() {
    return CLUSTER;
  }
}
