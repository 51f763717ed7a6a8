// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.kruise.rollouts.client.readiness.RolloutView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What this program itself finds wrong. The message is a sentence for people. */
public final class DemoFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailedException(String sentence) {
    this(sentence, null);
  }

  DemoFailedException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }

  static DemoFailedException podsMissing(
      @Nullable Deployment deployment, Duration waited, Throwable cause) {
    @Nullable Integer available =
        deployment == null || deployment.getStatus() == null
            ? null
            : deployment.getStatus().getAvailableReplicas();
    return new DemoFailedException(
        "waited %d s for the %d pods of Deployment %s, and saw %d available: the cluster may lack room or the image busybox:latest, run again with --keep and look at the events of the pods"
            .formatted(
                waited.toSeconds(),
                GuideObjects.REPLICAS,
                GuideObjects.DEPLOYMENT,
                available == null ? 0 : available),
        cause);
  }

  static DemoFailedException notArmed(RolloutView seen, Duration waited, Throwable cause) {
    return new DemoFailedException(
        "waited %d s for Rollout %s to become Healthy and for the label rollouts.kruise.io/workload-type on its Deployment, and saw %s: the controller of Kruise Rollouts or its webhook does not seem to run, look at its pods and their logs"
            .formatted(
                waited.toSeconds(),
                GuideObjects.ROLLOUT,
                GuideObjects.isHealthy(seen) ? "no label" : seen.summary()),
        cause);
  }

  static DemoFailedException notCaptured(Deployment changed) {
    return new DemoFailedException(
        "changed the pod template of Deployment %s, and the webhook of Kruise Rollouts did not hold the change (no annotation rollouts.kruise.io/in-progressing), so it rolls out without steps: look whether the webhook is registered and its feature gates are on"
            .formatted(changed.getMetadata().getName()));
  }

  static DemoFailedException otherCount(int expected, int pods, RolloutView seen) {
    return new DemoFailedException(
        "wanted %d ready pods of version-2 after this step, and counted %d while the Rollout reports %s: run again with --keep and look at the pods"
            .formatted(expected, pods, seen.summary()));
  }
}
