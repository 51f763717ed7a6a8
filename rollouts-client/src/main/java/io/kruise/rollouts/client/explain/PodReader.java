// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.kruise.rollouts.model.RolloutLabels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a pod, where everything may be absent, into a reading, where nothing is. */
final class PodReader {
  private PodReader() {}

  static PodReading read(Pod pod) {
    PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    Map<String, String> labels =
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    Optional<Instant> created = Times.parse(pod.getMetadata().getCreationTimestamp());
    Optional<PodCondition> ready = condition(status, "Ready");
    boolean isReady = ready.filter(each -> "True".equals(each.getStatus())).isPresent();
    Optional<ContainerStatus> unready = firstUnready(status);
    Optional<ContainerState> state = unready.map(ContainerStatus::getState);
    return new PodReading(
        pod.getMetadata().getName(),
        labels.getOrDefault(
            "pod-template-hash", labels.getOrDefault("controller-revision-hash", "")),
        step(labels.get(RolloutLabels.ROLLOUT_BATCH_ID)),
        Times.text(status.getPhase()),
        isReady,
        pod.getMetadata().getDeletionTimestamp() != null,
        created,
        ready.flatMap(each -> Times.parse(each.getLastTransitionTime())).or(() -> created),
        (pod.getSpec() != null && pod.getSpec().getNodeName() != null)
            || !status.getContainerStatuses().isEmpty(),
        condition(status, "PodScheduled")
            .filter(each -> "False".equals(each.getStatus()))
            .map(each -> Times.text(each.getMessage()))
            .orElse(""),
        state.map(ContainerState::getWaiting).map(each -> Times.text(each.getReason())).orElse(""),
        state.map(ContainerState::getWaiting).map(each -> Times.text(each.getMessage())).orElse(""),
        unready.map(each -> Times.text(each.getImage())).orElse(""),
        exit(unready),
        unready.map(ContainerStatus::getRestartCount).orElse(0),
        "Failed".equals(status.getPhase()) ? failure(status) : "");
  }

  /** Init containers come first: as long as one of them isn't done, the others only wait. */
  private static Optional<ContainerStatus> firstUnready(PodStatus status) {
    return Stream.concat(
            status.getInitContainerStatuses().stream().filter(each -> !done(each)),
            status.getContainerStatuses().stream()
                .filter(each -> !Boolean.TRUE.equals(each.getReady())))
        .findFirst();
  }

  private static boolean done(ContainerStatus init) {
    @Nullable ContainerStateTerminated end =
        init.getState() == null ? null : init.getState().getTerminated();
    boolean sidecar =
        Boolean.TRUE.equals(init.getStarted()) && Boolean.TRUE.equals(init.getReady());
    return sidecar || (end != null && Integer.valueOf(0).equals(end.getExitCode()));
  }

  private static String exit(Optional<ContainerStatus> container) {
    return container
        .map(ContainerStatus::getState)
        .map(ContainerState::getTerminated)
        .or(() -> container.map(ContainerStatus::getLastState).map(ContainerState::getTerminated))
        .map(end -> Times.text(end.getReason()) + ", exit code " + end.getExitCode())
        .orElse("");
  }

  private static String failure(PodStatus status) {
    return status.getReason() == null ? "Failed" : status.getReason();
  }

  private static Optional<Integer> step(@Nullable String label) {
    try {
      return label == null ? Optional.empty() : Optional.of(Integer.parseInt(label));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<PodCondition> condition(PodStatus status, String type) {
    List<PodCondition> conditions = status.getConditions();
    return conditions.stream().filter(each -> type.equals(each.getType())).findFirst();
  }
}
