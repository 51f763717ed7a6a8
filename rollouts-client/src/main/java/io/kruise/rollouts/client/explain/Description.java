// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.PlannedStep;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepPosition;
import io.kruise.rollouts.model.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A Rollout and all that belongs to it, as data and for a terminal. Immutable, thread-safe.
 *
 * @param snapshot what was read
 * @param takenAt when, by the client's clock; ages are told by it
 */
public record Description(RolloutSnapshot snapshot, Instant takenAt) {

  /**
   * Pods of one revision that one step upgraded.
   *
   * @param revision the pods' label; "" for pods without
   * @param newest whether it is the workload's newest revision
   * @param step the step that upgraded them, 1-based; empty for pods that no step has taken
   * @param total how many there are, those that are going not counted
   * @param ready how many of them are ready
   */
  public record PodGroup(
      String revision, boolean newest, Optional<Integer> step, int total, int ready) {}

  /**
   * A step of the plan.
   *
   * @param index 1-based
   * @param replicas a count or a percentage, as written
   * @param traffic a percentage, "by match", or "" for nothing
   * @param pause how long it waits once upgraded; empty when it waits for an approval
   * @param state "done", the current step's state, or "" for a step that hasn't come
   */
  public record Step(
      int index, String replicas, String traffic, Optional<Duration> pause, String state) {}

  /** Checks that both parts are there. */
  public Description {
    requireNonNull(snapshot, "snapshot");
    requireNonNull(takenAt, "takenAt");
  }

  /**
   * The Rollout itself.
   *
   * @return the reading
   */
  public RolloutReading rollout() {
    return snapshot.rollout();
  }

  /**
   * The pods, counted by revision and step: the newest revision first, then by step.
   *
   * @return a group for each that has pods
   */
  public List<PodGroup> pods() {
    record Key(String revision, boolean newest, Optional<Integer> step) {}
    Map<Key, List<PodReading>> groups = new LinkedHashMap<>();
    for (PodReading pod : snapshot.pods()) {
      if (!pod.deleting()) {
        groups
            .computeIfAbsent(
                new Key(pod.revision(), snapshot.isNew(pod), pod.step()), key -> new ArrayList<>())
            .add(pod);
      }
    }
    return groups.entrySet().stream()
        .map(
            entry ->
                new PodGroup(
                    entry.getKey().revision(),
                    entry.getKey().newest(),
                    entry.getKey().step(),
                    entry.getValue().size(),
                    (int) entry.getValue().stream().filter(PodReading::ready).count()))
        .sorted(
            Comparator.comparing((PodGroup group) -> !group.newest())
                .thenComparing(PodGroup::revision)
                .thenComparing(group -> group.step().orElse(Integer.MAX_VALUE)))
        .toList();
  }

  /**
   * The plan, with where the release is in it.
   *
   * @return the steps in order
   */
  public List<Step> steps() {
    RolloutView view = rollout().view();
    return IntStream.rangeClosed(1, view.plan().size())
        .mapToObj(
            index -> {
              PlannedStep planned = view.plan().get(index - 1);
              return new Step(
                  index,
                  planned.replicas(),
                  rollout().traffic().get(index - 1),
                  planned.pause(),
                  state(view.position(), index));
            })
        .toList();
  }

  private static String state(StepPosition position, int index) {
    if (index < position.stepIndex() || position.is(index, StepState.COMPLETED)) {
      return "done";
    }
    return index == position.stepIndex() ? position.rawState() : "";
  }

  /**
   * The last Events on any of the objects.
   *
   * @param count how many at most
   * @return them, the last one last
   */
  public List<EventReading> lastEvents(int count) {
    List<EventReading> all = snapshot.events();
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  /**
   * All of it for a terminal: plain text, no colours, columns aligned.
   *
   * @return the text, which ends with a line end
   */
  public String text() {
    return new DescriptionText(this).render();
  }
}
