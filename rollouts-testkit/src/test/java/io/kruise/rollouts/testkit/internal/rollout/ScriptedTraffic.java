// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.traffic.TrafficContext;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager;
import io.kruise.rollouts.testkit.internal.traffic.TrafficResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A traffic manager that answers as it is told, and keeps what it was asked. */
final class ScriptedTraffic implements TrafficManager {
  private final Map<Verb, TrafficResult> answers = new EnumMap<>(Verb.class);
  private final List<Verb> asked = new ArrayList<>();
  private final List<TrafficContext> contexts = new ArrayList<>();

  void answer(Verb verb, TrafficResult result) {
    answers.put(verb, result);
  }

  /** A verb waits, and its caller is to look again after a second. */
  void hold(Verb verb) {
    answer(
        verb,
        new TrafficResult(
            false, Optional.empty(), Optional.of(Duration.ofSeconds(1)), Optional.empty()));
  }

  void fail(Verb verb, String error) {
    answer(verb, new TrafficResult(false, Optional.empty(), Optional.empty(), Optional.of(error)));
  }

  void free(Verb verb) {
    answers.remove(verb);
  }

  /** The verbs since the last call, each as often as it was asked for. */
  List<Verb> asked() {
    List<Verb> taken = List.copyOf(asked);
    asked.clear();
    return taken;
  }

  TrafficContext lastContext() {
    return contexts.get(contexts.size() - 1);
  }

  @Override
  public TrafficResult apply(
      Verb verb, TrafficContext context, World world, Instant now, Step.Builder step) {
    asked.add(verb);
    contexts.add(context);
    return answers.getOrDefault(verb, TrafficResult.DONE);
  }
}
