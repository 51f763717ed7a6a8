// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5.service;

import static io.kruise.rollouts.client.readiness.StepExpectation.completed;
import static io.kruise.rollouts.client.readiness.StepExpectation.reached;

import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.ApprovalNotConfirmedException;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.NotAwaitingApprovalException;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.StepTimeoutException;
import io.kruise.rollouts.client.StepUnreachableException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.model.RolloutLabels;
import java.time.Duration;

/** How a platform releases: it starts, and then leads the release through its steps. */
final class ReleaseService {
  enum Outcome {
    COMPLETED,
    /** Its pods didn't come up: the version before was put back. */
    TAKEN_BACK,
    /** An approval was sent and not confirmed: to be driven again. */
    UNCLEAR,
    /** Someone else took it back, or released something newer. */
    OVERTAKEN
  }

  private static final WaitOptions PATIENCE = WaitOptions.atMost(Duration.ofMinutes(5));

  private final KubernetesClient kubernetes;
  private final RolloutsClient rollouts;

  ReleaseService(KubernetesClient kubernetes, RolloutsClient rollouts) {
    this.kubernetes = kubernetes;
    this.rollouts = rollouts;
  }

  /** Version and rollout-id in one write: so each question below can name its release. */
  void start(String deployment, String version, String releaseId) {
    kubernetes
        .apps()
        .deployments()
        .withName(deployment)
        .edit(
            before ->
                new DeploymentBuilder(before)
                    .editMetadata()
                    .addToLabels(RolloutLabels.ROLLOUT_ID, releaseId)
                    .endMetadata()
                    .editSpec()
                    .editTemplate()
                    .editSpec()
                    .editFirstContainer()
                    .editFirstEnv()
                    .withValue(version)
                    .endEnv()
                    .endContainer()
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .build());
  }

  /** Goes on from wherever the release is. Called again after a crash, it repeats nothing. */
  Outcome drive(String rollout, String releaseId, Runnable takeBack) {
    RolloutOps ops = rollouts.inNamespace("default").withName(rollout);
    ReleaseMatch release = ReleaseMatch.rolloutId(releaseId);
    try {
      int last = ops.get().plan().size();
      for (int step = 1; step < last; step++) {
        ops.waitFor(reached(step).of(release), PATIENCE);
        ops.approve(ApproveOptions.step(step).of(release)); // writes nothing when it is passed
      }
      ops.waitFor(completed().of(release), PATIENCE);
      return Outcome.COMPLETED;
    } catch (StepTimeoutException stuck) {
      takeBack.run();
      return Outcome.TAKEN_BACK;
    } catch (ApprovalNotConfirmedException unclear) {
      return Outcome.UNCLEAR;
    } catch (StepUnreachableException | NotAwaitingApprovalException gone) {
      return Outcome.OVERTAKEN;
    }
  }
}
