// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehavior;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What a pod that has a node does next, by its behavior and its age. */
final class PodLife {
  /** Reasons for which the kubelet doesn't start a container (pkg/kubelet/images, kuberuntime). */
  private static final Set<String> NEVER_STARTED =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "RegistryUnavailable",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError",
          BehaviorRules.UNKNOWN);

  private static final long FIRST_BACK_OFF = 10;
  private static final long LAST_BACK_OFF = 300;

  private final ObjectNode pod;
  private final Optional<String> hostIp;
  private final Instant now;
  private final Instant created;
  private final Step.Builder step = Step.builder();

  PodLife(ObjectNode pod, Optional<String> hostIp, Instant now) {
    this.pod = pod;
    this.hostIp = hostIp;
    this.now = now;
    this.created = Timestamp.parse(Meta.of(pod).path("creationTimestamp").asText());
  }

  Step next(PodBehavior behavior) {
    if (isBefore(PodBehavior.START)) {
      return step.build();
    }
    if (behavior instanceof PodBehavior.Ready ready) {
      readyAfter(ready.after());
    } else if (behavior instanceof PodBehavior.ReadyUpTo) {
      readyAfter(Duration.ZERO);
    } else if (behavior instanceof PodBehavior.NeverReady) {
      run(false);
    } else if (behavior instanceof PodBehavior.Crashing crashing) {
      fail(crashing.reason());
    } else if (behavior instanceof PodBehavior.Recovering recovering) {
      recoverAfter(recovering.after());
    }
    return step.build();
  }

  private void readyAfter(Duration after) {
    if (after.compareTo(PodBehavior.START) <= 0) {
      run(true);
    } else if (!started()) {
      run(false);
      step.recheck(after.minus(PodBehavior.START));
    } else if (!isBefore(after)) {
      run(true);
    }
  }

  private void recoverAfter(Duration after) {
    if (!started()) {
      crash("Error");
      step.recheck(after.minus(PodBehavior.START));
    } else if (!isBefore(after)) {
      run(true);
    } else {
      crash("Error");
    }
  }

  private void fail(String reason) {
    if (NEVER_STARTED.contains(reason)) {
      String message =
          reason.equals(BehaviorRules.UNKNOWN)
              ? "unknown pod behavior in the annotations"
              : "played: " + reason;
      write(new PodStatus(pod, now).waiting(reason, message, hostIp));
    } else {
      crash(reason);
    }
  }

  private void crash(String reason) {
    JsonNode last =
        pod.path("status")
            .path("containerStatuses")
            .path(0)
            .path("lastState")
            .path("terminated")
            .path("finishedAt");
    int restarts = Pods.restarts(pod);
    if (last.isTextual()) {
      Instant due = Timestamp.parse(last.asText()).plusSeconds(backOff(restarts));
      if (now.isBefore(due)) {
        step.recheck(Duration.between(now, due));
        return;
      }
      restarts++;
    }
    long backOff = backOff(restarts);
    write(new PodStatus(pod, now).crashed(reason, restarts, backOff, hostIp));
    step.recheck(Duration.ofSeconds(backOff));
  }

  private void run(boolean ready) {
    if (!started() || ready != Pods.ready(pod) || !runsItsImages()) {
      write(new PodStatus(pod, now).running(ready, hostIp));
    }
  }

  private void write(ObjectNode status) {
    if (!status.equals(pod.path("status"))) {
      step.replaceStatus(ObjectRef.of(pod), status);
    }
  }

  /** Whether no image was changed since the containers were started. */
  private boolean runsItsImages() {
    return Json.items(pod.path("spec").path("containers")).stream()
        .allMatch(container -> PodStatus.runs(pod, container));
  }

  private boolean started() {
    return pod.path("status").has("containerStatuses");
  }

  /** Whether it is younger than that; then it looks again when it isn't any more. */
  private boolean isBefore(Duration age) {
    Instant due = created.plus(age);
    if (!now.isBefore(due)) {
      return false;
    }
    step.recheck(Duration.between(now, due));
    return true;
  }

  private static long backOff(int restarts) {
    return Math.min(FIRST_BACK_OFF << Math.min(restarts, 10), LAST_BACK_OFF);
  }
}
