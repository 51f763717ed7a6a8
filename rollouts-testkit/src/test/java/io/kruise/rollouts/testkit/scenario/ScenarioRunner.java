// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Plays one scenario on one control plane. */
public final class ScenarioRunner {
  /** How long to wait for a write to be told of: a wait that follows must not look at the past. */
  private static final Duration TOLD = Duration.ofSeconds(5);

  private static final Duration AFTER_DELETION = Duration.ofMillis(50);
  private static final Duration BETWEEN_APPROVALS = Duration.ofMillis(1500);
  private static final int APPROVALS = 6;

  private final Scenario scenario;
  private final Plane plane;
  private final Duration patience;
  private final Timeline timeline;
  private final Requests requests;
  private final List<Done> done = new ArrayList<>();
  private @Nullable String failure;

  /** Waits look at the moments from this one on. */
  private int cursor;

  private ScenarioRunner(Scenario scenario, Plane plane, Duration patience) {
    this.scenario = scenario;
    this.plane = plane;
    this.patience = patience;
    timeline = new Timeline(scenario, plane);
    requests = new Requests(scenario, plane);
  }

  /**
   * Plays a scenario.
   *
   * @param scenario what to do
   * @param plane where; its namespace is empty
   * @param patience how long to wait for a state, unless the action says how long
   * @return what was done and seen
   */
  public static Trace run(Scenario scenario, Plane plane, Duration patience) {
    return new ScenarioRunner(scenario, plane, patience).run();
  }

  private Trace run() {
    plane.listen(
        List.of(ResourceKind.ROLLOUT, scenario.workloadKind(), ResourceKind.BATCH_RELEASE));
    for (Action action : scenario.actions()) {
      done.add(act(action));
      if (failure != null) {
        break;
      }
    }
    plane.pass(scenario.settle());
    JsonNode pods = plane.send(Call.get(ResourceKind.POD.path(plane.namespace()))).body();
    return new Tracer(scenario, plane.namespace()).trace(done, timeline.writes(), pods, failure);
  }

  private Done act(Action action) {
    int before = timeline.size();
    double position = timeline.revision(before) + 0.25;
    return switch (action.verb()) {
      case UNTIL -> until(action);
      case HOLD -> hold(action, before, position);
      case SLEEP -> {
        plane.pass(Action.seconds(action.argument()));
        yield Done.slept(action, position);
      }
      default -> write(action, before, position);
    };
  }

  private Done until(Action action) {
    boolean seen = plane.await(() -> found(action.argument()), action.timeout().orElse(patience));
    if (!seen && !scenario.goesOn()) {
      failure = "in vain: " + action.brief() + ", at " + timeline.now().facts();
    }
    return Done.waited(action, timeline.revision(cursor) + 0.25, seen);
  }

  /** Looks at all moments since the last action, not only the present one. */
  private boolean found(JsonNode wanted) {
    int size = timeline.size();
    while (!timeline.after(cursor).matches(wanted)) {
      if (cursor == size) {
        return false;
      }
      cursor++;
    }
    return true;
  }

  private Done hold(Action action, int before, double position) {
    StatePath path = timeline.now().path();
    plane.pass(Action.seconds(action.argument()));
    int after = timeline.size();
    boolean held = true;
    for (int i = before + 1; i <= after; i++) {
      held &= timeline.after(i).path().equals(path);
    }
    return Done.waited(action, position, held || action.mayChange());
  }

  private Done write(Action action, int before, double position) {
    Answer answer = plane.send(requests.of(action.verb(), action.argument()));
    double at = position;
    if (answer.refused() && !action.mayFail()) {
      failure = action.verb().word() + ": " + answer.code() + " " + answer.message();
    }
    OptionalLong revision = answer.revision();
    if (action.verb() == Verb.DELETE) {
      plane.pass(AFTER_DELETION);
    } else if (revision.isPresent()) {
      // a write that changes nothing is answered with the revision that is there already
      boolean changed = !timeline.knows(revision.getAsLong());
      at = changed ? revision.getAsLong() - 0.5 : Math.max(revision.getAsLong() + 0.25, at);
      if (changed && isWatched(answer.body())) {
        plane.await(() -> timeline.reached(revision.getAsLong()), TOLD);
      }
    }
    if (!answer.refused() && action.argument().path("insist").asBoolean()) {
      insist();
    }
    lookFrom(action.verb(), before, at);
    return Done.wrote(action, at, Result.of(answer, answer.message()));
  }

  private boolean isWatched(JsonNode object) {
    String kind = object.path("kind").asText();
    return kind.equals(ResourceKind.ROLLOUT.kind()) || kind.equals(scenario.workloadKind().kind());
  }

  private void lookFrom(Verb verb, int before, double position) {
    if (verb == Verb.DELETE) {
      cursor = before;
      return;
    }
    OptionalInt first = timeline.firstSince(position, before);
    // the moment after the action's own write is the first that may be looked at
    cursor = first.isPresent() ? first.getAsInt() + 1 : timeline.size();
  }

  /** The controller may overwrite an approval: it is repeated while the step stands. */
  private void insist() {
    StatePath first = timeline.now().path();
    for (int n = 1; n < APPROVALS; n++) {
      plane.pass(BETWEEN_APPROVALS);
      StatePath path = timeline.now().path();
      boolean over = path.state().equals("StepReady") || path.state().equals("Completed");
      if (over || !path.index().equals(first.index())) {
        return;
      }
      plane.send(requests.of(Verb.APPROVE, Json.object()));
    }
  }
}
