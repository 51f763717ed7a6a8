// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With OpenKruise's own manager beside Kruise Rollouts. */
@Tag("openkruise")
@DisplayName("a release of OpenKruise's workloads")
class KruiseKindsIT extends KruiseKindsSuite {
  @RegisterExtension static final RealCluster CLUSTER = new RealCluster("--kruise");

  @Override
  TestCluster cluster() {
    return CLUSTER;
  }

  @Override
  Duration stall() {
    return Duration.ofSeconds(15);
  }
}
