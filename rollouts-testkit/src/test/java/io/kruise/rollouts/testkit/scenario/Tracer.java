// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the actions and the writes of a run in the order of their revisions. */
final class Tracer {
  private final Scenario scenario;
  private final Symbols symbols;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Wait> waits = new ArrayList<>();

  private @Nullable Done writer;
  private List<Block> blocks = new ArrayList<>();
  private @Nullable StatePath last;

  Tracer(Scenario scenario, String namespace) {
    this.scenario = scenario;
    symbols = new Symbols(scenario.ids(), namespace);
  }

  Trace trace(List<Done> done, List<Heard> heard, JsonNode pods, @Nullable String failure) {
    List<Heard> writes = heard.stream().sorted(Comparator.comparing(Heard::revision)).toList();
    writes.stream()
        .filter(write -> write.isOf(ResourceKind.ROLLOUT.kind(), scenario.rollout()))
        .forEach(write -> symbols.learn(write.object()));
    Deque<Done> actions = new ArrayDeque<>(done);
    double reached = 0;
    Moment moment = Moment.NOTHING;
    for (Heard write : writes) {
      // actions keep their own order, whatever their positions
      while (!actions.isEmpty()
          && Math.max(reached, actions.getFirst().position()) <= write.revision()) {
        reached = Math.max(reached, actions.getFirst().position());
        did(actions.removeFirst());
      }
      Moment next = moment.after(write, scenario);
      if (!next.equals(moment)) {
        moment = next;
        saw(moment);
      }
    }
    actions.forEach(this::did);
    close();
    return new Trace(
        scenario.name(), segments, waits, FinalState.of(moment, pods, symbols), failure);
  }

  private void did(Done action) {
    if (action.action().verb().writing()) {
      close();
      writer = action;
    } else {
      waits.add(new Wait(action.action().brief(), action.held().orElse(null)));
    }
  }

  private void saw(Moment moment) {
    StatePath path = moment.path();
    JsonNode rollout = moment.rollout();
    String message = rollout == null ? "" : symbols.text(new RolloutView(rollout).message());
    Block open = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
    if (open == null || !open.path().equals(path)) {
      blocks.add(new Block(path, false, List.of(message)));
    } else if (!open.messages().contains(message)) {
      List<String> messages = new ArrayList<>(open.messages());
      messages.add(message);
      blocks.set(blocks.size() - 1, new Block(path, false, messages));
    }
  }

  /** A segment that opens with the path that was seen last says nothing new with it. */
  private void close() {
    StatePath before = last;
    if (!blocks.isEmpty()) {
      last = blocks.get(blocks.size() - 1).path();
      if (blocks.get(0).path().equals(before)) {
        blocks.remove(0);
      }
    }
    Done did = writer;
    ObjectNode action = did == null ? null : did.action().brief();
    Result result = did == null ? null : did.result().map(this::readable).orElse(null);
    segments.add(new Segment(action, result, blocks));
    blocks = new ArrayList<>();
  }

  private Result readable(Result result) {
    return new Result(result.code(), result.reason(), symbols.text(result.message()));
  }
}
