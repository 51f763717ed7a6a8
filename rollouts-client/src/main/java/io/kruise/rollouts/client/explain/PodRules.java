// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What keeps a pod from being ready; the first rule that holds decides. */
final class PodRules {
  /** A pod takes its time to start: before that, nothing is said about silence. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Set<String> IMAGE =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable",
          "SignatureValidationFailed");
  private static final Set<String> STARTING = Set.of("", "ContainerCreating", "PodInitializing");

  /** The same trouble of several pods. */
  record Trouble(Cause cause, String words) {}

  private final RolloutSnapshot snapshot;
  private final Instant now;

  PodRules(RolloutSnapshot snapshot, Instant now) {
    this.snapshot = snapshot;
    this.now = now;
  }

  /**
   * The troubles of these pods, the one with the most pods first.
   *
   * @param pods which pods
   * @param of of how many, in the sentence
   * @param whose what they are in the sentence, such as "pods of step 2"
   */
  List<Finding> troubles(List<PodReading> pods, int of, String whose) {
    Map<Trouble, List<PodReading>> byTrouble = new LinkedHashMap<>();
    for (PodReading pod : pods) {
      if (!pod.ready() && !pod.deleting() && !pod.phase().equals("Succeeded")) {
        trouble(pod)
            .ifPresent(
                trouble -> byTrouble.computeIfAbsent(trouble, key -> new ArrayList<>()).add(pod));
      }
    }
    return byTrouble.entrySet().stream()
        .map(entry -> finding(entry.getKey(), entry.getValue(), Math.max(of, pods.size()), whose))
        .sorted(Comparator.comparingInt(Finding::affected).reversed())
        .toList();
  }

  private Finding finding(Trouble trouble, List<PodReading> pods, int of, String whose) {
    Optional<Instant> since =
        pods.stream().flatMap(pod -> pod.unreadySince().stream()).min(Comparator.naturalOrder());
    return Finding.of(
            trouble.cause(),
            pods.size()
                + " of "
                + of
                + " "
                + whose
                + (pods.size() == 1 ? " waits: " : " wait: ")
                + trouble.words())
        .pods(pods.size(), of)
        .since(since, now);
  }

  private Optional<Trouble> trouble(PodReading pod) {
    String reason = pod.waitingReason();
    if (!pod.failure().isEmpty()) {
      return trouble(Cause.POD_FAILED, "failed, " + pod.failure());
    }
    if (!pod.scheduled()) {
      return unscheduled(pod);
    }
    if (IMAGE.contains(reason)) {
      return trouble(Cause.IMAGE_PULL, reason + " on image " + pod.image());
    }
    if (reason.equals("CrashLoopBackOff") || (reason.isEmpty() && !pod.lastExit().isEmpty())) {
      return trouble(
          Cause.CRASH_LOOP,
          "CrashLoopBackOff"
              + (pod.lastExit().isEmpty() ? "" : ", the last time " + pod.lastExit()));
    }
    if (!STARTING.contains(reason)) {
      return trouble(
          Cause.CONTAINER_START,
          pod.waitingMessage().isEmpty() ? reason : reason + ", " + pod.waitingMessage());
    }
    Optional<Trouble> told =
        event(pod, Set.of("FailedMount", "FailedAttachVolume"), Cause.VOLUME, "a volume")
            .or(
                () ->
                    event(
                        pod,
                        Set.of("FailedCreatePodSandBox"),
                        Cause.CONTAINER_START,
                        "the pod's sandbox"))
            .or(() -> event(pod, Set.of("Unhealthy"), Cause.READINESS_PROBE, "a probe"));
    return told.or(() -> silent(pod));
  }

  private Optional<Trouble> unscheduled(PodReading pod) {
    String message = pod.schedulingMessage();
    if (message.isEmpty()) {
      return old(pod)
          ? trouble(Cause.UNSCHEDULABLE, "no scheduler has looked at it")
          : Optional.empty();
    }
    String lower = message.toLowerCase(Locale.ROOT);
    boolean volume = lower.contains("persistentvolumeclaim") || lower.contains("volume");
    return trouble(
        volume ? Cause.VOLUME : Cause.UNSCHEDULABLE,
        (volume ? "for a volume, the scheduler says: " : "unschedulable: ") + message);
  }

  private Optional<Trouble> silent(PodReading pod) {
    if (!old(pod)) {
      return Optional.empty();
    }
    return trouble(
        Cause.NOT_READY,
        pod.waitingReason().isEmpty()
            ? "the containers run and aren't ready"
            : pod.waitingReason() + ", and nothing tells why it takes so long");
  }

  private boolean old(PodReading pod) {
    return Times.longerThan(PATIENCE, pod.unreadySince(), now);
  }

  private Optional<Trouble> event(PodReading pod, Set<String> reasons, Cause cause, String what) {
    return snapshot.events().stream()
        .filter(event -> event.kind().equals("Pod") && event.name().equals(pod.name()))
        .filter(event -> reasons.contains(event.reason()))
        .filter(event -> cause != Cause.READINESS_PROBE || !event.message().startsWith("Liveness"))
        .reduce((first, later) -> later)
        .map(event -> new Trouble(cause, what + ", " + shared(event.message(), pod)));
  }

  /** Pods with the same trouble are counted together: their own name must not tell them apart. */
  private static String shared(String message, PodReading pod) {
    return message.replace(pod.name(), "(pod)").strip();
  }

  private static Optional<Trouble> trouble(Cause cause, String words) {
    return Optional.of(new Trouble(cause, words));
  }
}
