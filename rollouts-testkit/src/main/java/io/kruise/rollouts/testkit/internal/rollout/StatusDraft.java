// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.ConditionType;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Rollout's status, being written by one pass: upstream's newStatus. */
final class StatusDraft {
  private long observedGeneration;
  private String phase;
  private String message;
  private final List<Condition> conditions = new ArrayList<>();
  private int index;
  private String state;
  private @Nullable SubStatus canary;
  private @Nullable SubStatus blueGreen;

  /** A draft that begins as the stored status; an absent status is an empty one. */
  StatusDraft(JsonNode status) {
    observedGeneration = status.path("observedGeneration").asLong();
    phase = status.path("phase").asText();
    message = status.path("message").asText();
    Json.items(status.path("conditions")).forEach(each -> conditions.add(Condition.of(each)));
    index = status.path("currentStepIndex").asInt();
    state = status.path("currentStepState").asText();
    canary = read(status, SubStatus.Kind.CANARY);
    blueGreen = read(status, SubStatus.Kind.BLUE_GREEN);
  }

  private static @Nullable SubStatus read(JsonNode status, SubStatus.Kind kind) {
    return status.get(kind.field()) instanceof ObjectNode tree
        ? new SubStatus(kind, tree.deepCopy())
        : null;
  }

  void observedGeneration(long generation) {
    observedGeneration = generation;
  }

  RolloutPhase phase() {
    return RolloutPhase.of(phase);
  }

  boolean hasPhase() {
    return !phase.isEmpty();
  }

  void phase(RolloutPhase newPhase) {
    phase = newPhase.value();
  }

  void message(String newMessage) {
    message = newMessage;
  }

  /** GetSubStatus: null when a release never began. */
  @Nullable SubStatus sub() {
    return canary != null ? canary : blueGreen;
  }

  /**
   * The sub-status of one kind; null when there is none, even if there is one of the other kind.
   */
  @Nullable SubStatus sub(SubStatus.Kind kind) {
    return kind == SubStatus.Kind.CANARY ? canary : blueGreen;
  }

  /** The sub-status, where upstream reads it without looking whether it is there. */
  SubStatus requireSub() {
    SubStatus sub = sub();
    if (sub == null) {
      throw new PassFailedException(
          "panic: the status has neither canaryStatus nor blueGreenStatus");
    }
    return sub;
  }

  /** Puts a sub-status in place of any other: Clear, and what follows it. */
  void sub(SubStatus sub) {
    clearSub();
    if (sub.kind() == SubStatus.Kind.CANARY) {
      canary = sub;
    } else {
      blueGreen = sub;
    }
  }

  void clearSub() {
    canary = null;
    blueGreen = null;
  }

  Optional<Condition> condition(ConditionType type) {
    return conditions.stream().filter(each -> each.type().equals(type.value())).findFirst();
  }

  /**
   * SetRolloutCondition: nothing when it says nothing new; else it goes to the end of the list. The
   * transition time only changes with the status.
   */
  void set(Condition condition) {
    ConditionType type = ConditionType.of(condition.type());
    Optional<Condition> present = condition(type);
    if (present.filter(condition::saysTheSameAs).isPresent()) {
      return;
    }
    boolean sameStatus =
        present.filter(each -> each.status().equals(condition.status())).isPresent();
    removeCondition(type);
    conditions.add(
        sameStatus
            ? condition.transitionedAt(present.orElseThrow().lastTransitionTime())
            : condition);
  }

  /** RemoveRolloutCondition. */
  void removeCondition(ConditionType type) {
    conditions.removeIf(each -> each.type().equals(type.value()));
  }

  /**
   * What is to be stored: upstream's updateRolloutStatusInternal copies the step to the top level
   * first, and leaves what stands there when there is no sub-status.
   */
  ObjectNode finish() {
    SubStatus sub = sub();
    if (sub != null) {
      index = sub.index();
      state = sub.stateText();
    }
    return tree();
  }

  /** As Go writes it. */
  ObjectNode tree() {
    ObjectNode tree = Json.object();
    if (observedGeneration != 0) {
      tree.put("observedGeneration", (int) observedGeneration);
    }
    if (canary != null) {
      tree.set(SubStatus.Kind.CANARY.field(), canary.tree());
    }
    if (blueGreen != null) {
      tree.set(SubStatus.Kind.BLUE_GREEN.field(), blueGreen.tree());
    }
    if (!conditions.isEmpty()) {
      ArrayNode list = tree.putArray("conditions");
      conditions.forEach(each -> list.add(each.tree()));
    }
    SubStatus.putText(tree, "phase", phase);
    SubStatus.putText(tree, "message", message);
    return tree.put("currentStepIndex", index).put("currentStepState", state);
  }
}
