// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.FinalizingPolicy;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.batch.release.ControlInfo;
import io.kruise.rollouts.testkit.internal.batch.release.Outcome;
import io.kruise.rollouts.testkit.internal.batch.release.Pass;
import io.kruise.rollouts.testkit.internal.batch.release.ReplicaMath;
import io.kruise.rollouts.testkit.internal.object.Json;

/** The Deployment that a release is about (canarystyle/deployment/stable.go). */
record StableDeployment(Pass pass, ObjectNode deployment) {

  /** Takes hold of it. */
  void initialize() {
    if (!ControlInfo.isBy(deployment, pass.release())) {
      pass.patch(
          deployment,
          Pass.annotating(RolloutAnnotations.CONTROL_INFO, ControlInfo.of(pass.release())));
    }
  }

  /**
   * Lets go of it: without a last batch it rolls on by itself.
   *
   * @return with the policy WaitResume, whether it has; judged by what the API server answers to
   *     the write
   */
  Outcome windUp() {
    ObjectNode patch = Pass.withoutAnnotation(RolloutAnnotations.CONTROL_INFO);
    if (pass.release().batchPartition() == null) {
      // absent is how the API stores false
      Json.dig(patch, "spec").putNull("paused");
    } else {
      Json.dig(patch, "spec").put("paused", true);
    }
    pass.patch(deployment, patch);
    boolean waits =
        FinalizingPolicy.WAIT_RESUME.value().equals(pass.release().plan().getFinalizingPolicy());
    return waits ? allUpdatedAndReady(Json.mergePatch(deployment, patch)) : Outcome.done();
  }

  /** waitAllUpdatedAndReady. */
  private static Outcome allUpdatedAndReady(JsonNode deployment) {
    if (Json.at(deployment, "spec", "paused").asBoolean()) {
      return Outcome.notYet("promote error: deployment should not be paused");
    }
    JsonNode status = deployment.path("status");
    int replicas = status.path("replicas").asInt();
    if (replicas != status.path("updatedReplicas").asInt()) {
      return Outcome.notYet("promote error: all replicas should be upgraded");
    }
    int available = status.path("availableReplicas").asInt();
    return ReplicaMath.maxUnavailable(deployment) + available < replicas
        ? Outcome.notYet("promote error: ready replicas should satisfy maxUnavailable")
        : Outcome.done();
  }
}
