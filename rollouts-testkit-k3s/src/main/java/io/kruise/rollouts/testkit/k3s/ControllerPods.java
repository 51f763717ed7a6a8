// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads off the controller's pods what a wait for it would never get past, and how they stand. */
final class ControllerPods {
  /** The kubelet has tried more than once by then. */
  private static final Set<String> NO_IMAGE = Set.of("ImagePullBackOff", "InvalidImageName");

  private ControllerPods() {}

  /** An image that the cluster does not get, and what its kubelet says to that. */
  record MissingImage(String image, String said) {}

  static Optional<MissingImage> missingImage(List<Pod> pods) {
    return statuses(pods)
        .filter(
            status ->
                waiting(status).filter(each -> NO_IMAGE.contains(each.getReason())).isPresent())
        .map(
            status ->
                new MissingImage(
                    status.getImage(), waiting(status).map(ControllerPods::said).orElse("")))
        .findFirst();
  }

  /** In a few words, for the end of a sentence. */
  static String seen(List<Pod> pods) {
    if (pods.isEmpty()) {
      return "there is no pod of the controller";
    }
    return statuses(pods)
        .flatMap(status -> waiting(status).stream())
        .map(waiting -> "its pod waits: " + said(waiting))
        .findFirst()
        .orElseGet(
            () ->
                "its pod is "
                    + (pods.get(0).getStatus() == null
                        ? "new"
                        : pods.get(0).getStatus().getPhase()));
  }

  private static String said(ContainerStateWaiting waiting) {
    return waiting.getMessage() == null
        ? waiting.getReason()
        : waiting.getReason() + ", " + waiting.getMessage();
  }

  private static Stream<ContainerStatus> statuses(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getStatus() != null)
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream());
  }

  private static Optional<ContainerStateWaiting> waiting(ContainerStatus status) {
    return Optional.ofNullable(status.getState()).map(ContainerState::getWaiting);
  }
}
