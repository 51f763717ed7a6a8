// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.examples.GuideRelease;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("real")
@DisplayName("the example that people copy from")
class QuickStartIT {
  @RegisterExtension static final RealCluster cluster = new RealCluster();

  @Test
  @DisplayName("makes the guide's release: 1, 5, 10 pods, two approvals")
  void release() {
    Heard heard = new Heard();
    List<Integer> pods = new GuideRelease(cluster.admin(), cluster.namespace(), heard).run();
    assertThat(pods).containsExactly(1, 5, 10);
    assertThat(heard.approved).extracting(Approval::stepIndex).containsExactly(1, 2);
    assertThat(heard.progress).isPositive();
  }

  private static final class Heard implements GuideRelease.Listener {
    private final List<Approval> approved = new ArrayList<>();
    private int progress;

    @Override
    public void created() {}

    @Override
    public void armed() {}

    @Override
    public void started(String rolloutId) {}

    @Override
    public void progress(StepReadiness readiness) {
      progress++;
    }

    @Override
    public void counted(int pods) {}

    @Override
    public void approved(Approval approval) {
      approved.add(approval);
    }
  }
}
