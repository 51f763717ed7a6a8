// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static io.kruise.rollouts.client.readiness.StepExpectation.completed;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.readiness.WorkloadFacts;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The release of OpenKruise's basic usage guide: ten pods go from version-1 to version-2, first
 * one, then half of them, then all, with an approval between the steps.
 *
 * <p>The namespace must exist, without the Deployment and the Rollout of the guide. One object
 * makes one release.
 */
public final class GuideRelease {

  /** Hears how the release goes. The calls come one after the other, from two threads. */
  public interface Listener {

    /** The Deployment and the Rollout were created. */
    void created();

    /** All pods of version-1 are available, and the controller holds the next change. */
    void armed();

    /**
     * The pod template was changed to version-2.
     *
     * @param rolloutId the name that the release was given
     */
    void started(String rolloutId);

    /**
     * The release has moved.
     *
     * @param readiness where it stands
     */
    void progress(StepReadiness readiness);

    /**
     * The pods of version-2 were counted.
     *
     * @param pods how many there are
     */
    void counted(int pods);

    /**
     * A step was approved, and the release was seen to leave it.
     *
     * @param approval the confirmed approval
     */
    void approved(Approval approval);
  }

  private static final Duration PODS_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration ARM_TIMEOUT = Duration.ofSeconds(45);
  private static final Duration STEP_TIMEOUT = Duration.ofMinutes(5);

  /** The patch of the guide, and a name for the release in the same request. */
  private static final String TO_VERSION_2 =
      """
      {"metadata": {"labels": {"rollouts.kruise.io/rollout-id": "%s"}},
       "spec": {"template": {"spec": {"containers": [
         {"name": "busybox", "env": [{"name": "VERSION", "value": "version-2"}]}]}}}}
      """;

  private final KubernetesClient kubernetes;
  private final String namespace;
  private final Listener listener;
  private final RolloutOps rollout;
  private final Resource<Deployment> deployment;

  /**
   * A release that has yet to run.
   *
   * @param kubernetes the connection; the caller closes it
   * @param namespace where to release
   * @param listener who hears of it
   */
  public GuideRelease(KubernetesClient kubernetes, String namespace, Listener listener) {
    this.kubernetes = kubernetes;
    this.namespace = namespace;
    this.listener = listener;
    this.rollout =
        RolloutsClient.on(kubernetes).inNamespace(namespace).withName(GuideObjects.ROLLOUT);
    this.deployment =
        kubernetes.apps().deployments().inNamespace(namespace).withName(GuideObjects.DEPLOYMENT);
  }

  /**
   * Makes the release, from nothing to ten pods of version-2.
   *
   * @return the pods of version-2 after each step: 1, 5, 10
   * @throws DemoFailedException when the release can't be started, or a count is another one
   */
  public List<Integer> run() {
    create();
    arm();
    ReleaseMatch release = start();

    waitFor(awaitingApproval(1).of(release));
    int afterStep1 = expectPods(1);
    approve(1, release);

    waitFor(awaitingApproval(2).of(release));
    int afterStep2 = expectPods(5);
    approve(2, release);

    waitFor(completed().of(release));
    int afterStep3 = expectPods(10);
    return List.of(afterStep1, afterStep2, afterStep3);
  }

  private void create() {
    kubernetes.resource(GuideObjects.deployment(namespace)).create();
    kubernetes.resource(GuideObjects.rollout(namespace)).create();
    listener.created();
  }

  /** A change that comes before the controller is ready for it rolls out at once, without steps. */
  private void arm() {
    try {
      deployment.waitUntilReady(PODS_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw DemoFailedException.podsMissing(deployment.get(), PODS_TIMEOUT, e);
    }
    try {
      rollout
          .resource()
          .waitUntilCondition(GuideObjects::isHealthy, ARM_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      deployment.waitUntilCondition(
          GuideObjects::isHeld, ARM_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw DemoFailedException.notArmed(rollout.get(), ARM_TIMEOUT, e);
    }
    listener.armed();
  }

  /**
   * The answer to the write tells which release it started: all that follows speaks of this one.
   */
  private ReleaseMatch start() {
    String rolloutId = "version-2-" + UUID.randomUUID().toString().substring(0, 8);
    Deployment changed =
        deployment.patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE), TO_VERSION_2.formatted(rolloutId));
    if (!WorkloadFacts.of(changed).inProgressing()) {
      throw DemoFailedException.notCaptured(changed);
    }
    listener.started(rolloutId);
    return ReleaseMatch.startedBy(changed);
  }

  private void waitFor(StepExpectation expectation) {
    rollout.waitFor(
        expectation, WaitOptions.atMost(STEP_TIMEOUT).withProgressListener(listener::progress));
  }

  private void approve(int stepIndex, ReleaseMatch release) {
    listener.approved(rollout.approve(ApproveOptions.step(stepIndex).of(release)));
  }

  /** Asks the pods themselves, not the Rollout's status. */
  private int expectPods(int expected) {
    int pods =
        (int)
            kubernetes
                .pods()
                .inNamespace(namespace)
                .withLabels(GuideObjects.POD_LABELS)
                .list()
                .getItems()
                .stream()
                .filter(GuideObjects::isReadyVersion2)
                .count();
    listener.counted(pods);
    if (pods != expected) {
      throw DemoFailedException.otherCount(expected, pods, rollout.get());
    }
    return pods;
  }
}
