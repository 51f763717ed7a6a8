// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutFinalizers;
import io.kruise.rollouts.model.TrafficRoutingPhase;
import io.kruise.rollouts.model.v1alpha1.TrafficRoutingSpec;
import io.kruise.rollouts.model.v1alpha1.TrafficRoutingStrategy;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.HttpRouteMatch;
import io.kruise.rollouts.model.v1beta1.TrafficRoutingRef;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pass over one TrafficRouting: TrafficRoutingReconciler.Reconcile. */
final class TrafficRoutingPass {
  private static final Duration RECHECK = Duration.ofSeconds(Grace.DEFAULT_SECONDS);
  private static final String PROGRESSING = "progressing.rollouts.kruise.io";

  /** A phase and what is said of it; what a pass comes to when it is done. */
  private record Next(TrafficRoutingPhase phase, @Nullable String message) {
    static Next of(TrafficRoutingPhase phase, String what) {
      return new Next(phase, "TrafficRouting is " + what);
    }
  }

  private final TrafficManager manager;
  private final ObjectNode object;
  private final World world;
  private final Instant now;
  private final Step.Builder step = Step.builder();

  TrafficRoutingPass(TrafficManager manager, ObjectNode object, World world, Instant now) {
    this.manager = manager;
    this.object = object;
    this.world = world;
    this.now = now;
  }

  Step run() {
    handleFinalizer();
    TrafficRoutingPhase phase = phase();
    Optional<Next> next =
        switch (phase) {
          case INITIAL -> call(Verb.INITIALIZE, Next.of(TrafficRoutingPhase.HEALTHY, "Healthy"));
          case HEALTHY ->
              Optional.of(
                  inUse()
                      ? Next.of(TrafficRoutingPhase.PROGRESSING, "Progressing")
                      : new Next(phase, null));
          case PROGRESSING ->
              inUse()
                  ? call(Verb.ROUTE, new Next(phase, null))
                  : Optional.of(Next.of(TrafficRoutingPhase.FINALIZING, "Finalizing"));
          case FINALIZING -> call(Verb.FINALISE, Next.of(TrafficRoutingPhase.HEALTHY, "Healthy"));
          case TERMINATING -> call(Verb.FINALISE, new Next(phase, null));
          case UNKNOWN -> Optional.of(new Next(phase, null));
        };
    next.filter(any -> !gone()).ifPresent(this::write);
    return step.build();
  }

  private TrafficRoutingPhase phase() {
    if (Meta.deleting(object)) {
      return TrafficRoutingPhase.TERMINATING;
    }
    String phase = Json.at(object, "status", "phase").asText();
    return phase.isEmpty() ? TrafficRoutingPhase.INITIAL : TrafficRoutingPhase.of(phase);
  }

  /** The finalizer goes as soon as the deletion is asked for, before the routes are put back. */
  private void handleFinalizer() {
    List<String> finalizers = Meta.finalizers(object);
    boolean there = finalizers.contains(RolloutFinalizers.TRAFFIC_ROUTING);
    if (there != Meta.deleting(object)) {
      return;
    }
    ObjectNode patch = Json.object();
    var wanted = Json.dig(patch, "metadata").putArray("finalizers");
    if (there) {
      finalizers.stream()
          .filter(each -> !each.equals(RolloutFinalizers.TRAFFIC_ROUTING))
          .sorted()
          .forEach(wanted::add);
    } else {
      finalizers.forEach(wanted::add);
      wanted.add(RolloutFinalizers.TRAFFIC_ROUTING);
    }
    step.merge(ObjectRef.of(object), patch);
  }

  /** Whether the object went with its last finalizer. */
  private boolean gone() {
    return Meta.deleting(object)
        && Meta.finalizers(object).equals(List.of(RolloutFinalizers.TRAFFIC_ROUTING));
  }

  private boolean inUse() {
    return Meta.finalizers(object).stream().anyMatch(each -> each.contains(PROGRESSING));
  }

  private Optional<Next> call(Verb verb, Next next) {
    TrafficResult result = manager.apply(verb, context(), world, now, step);
    if (result.error().isPresent()) {
      step.trouble(result.error().get());
      return Optional.empty();
    }
    if (!result.done()) {
      step.recheck(RECHECK);
      return Optional.empty();
    }
    return Optional.of(next);
  }

  private void write(Next next) {
    JsonNode before = object.path("status");
    ObjectNode status = before instanceof ObjectNode present ? present.deepCopy() : Json.object();
    if (next.phase() != TrafficRoutingPhase.UNKNOWN) {
      status.put("phase", next.phase().value());
    }
    if (next.message() != null) {
      status.put("message", next.message());
    }
    status.put("observedGeneration", Meta.generation(object));
    if (!status.equals(before)) {
      step.replaceStatus(ObjectRef.of(object), status);
    }
  }

  private TrafficContext context() {
    TrafficRoutingSpec spec = Json.to(object.path("spec"), TrafficRoutingSpec.class);
    List<TrafficRoutingRef> refs = spec.getObjectRef();
    String namespace = Meta.namespace(object);
    return new TrafficContext(
        "TrafficRouting(" + namespace + "/" + Meta.name(object) + ")",
        namespace,
        refs == null ? List.of() : refs,
        step(spec.getStrategy()),
        object,
        "",
        "",
        "",
        null,
        false);
  }

  /** ConversionToV1beta1TrafficRoutingStrategy: of matches only the headers. */
  private static @Nullable CanaryStep step(@Nullable TrafficRoutingStrategy strategy) {
    if (strategy == null) {
      return null;
    }
    List<io.kruise.rollouts.model.v1alpha1.HttpRouteMatch> matches = strategy.getMatches();
    return CanaryStep.builder()
        .traffic(strategy.getWeight() == null ? null : strategy.getWeight() + "%")
        .requestHeaderModifier(strategy.getRequestHeaderModifier())
        .matches(
            matches == null
                ? null
                : matches.stream()
                    .map(each -> HttpRouteMatch.builder().headers(each.getHeaders()).build())
                    .toList())
        .build();
  }
}
