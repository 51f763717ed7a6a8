// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.history;

import static io.kruise.rollouts.model.RolloutLabels.ROLLOUT_ID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kruise.rollouts.testkit.Cause;
import io.kruise.rollouts.testkit.ReleaseHistory;
import io.kruise.rollouts.testkit.RolloutState;
import io.kruise.rollouts.testkit.Transition;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.store.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts writes into words. Confined to one thread, for one history. */
final class Reading {
  private static final int LONGEST_DETAIL = 300;

  private final Map<ObjectRef, JsonNode> rollouts = new LinkedHashMap<>();
  private final List<Transition> found = new ArrayList<>();

  private Reading() {}

  static ReleaseHistory of(List<Chronicle.Noted> notes) {
    Reading reading = new Reading();
    notes.forEach(reading::read);
    return new ReleaseHistory(reading.found);
  }

  static boolean isRollout(ObjectRef ref) {
    return ref.kind().equals("Rollout") && ref.group().equals("rollouts.kruise.io");
  }

  private void read(Chronicle.Noted note) {
    Change change = note.change();
    if (isRollout(change.ref())) {
      ofRollout(note, change);
    } else {
      rollouts.forEach(
          (ref, rollout) -> {
            if (target(ref, rollout).equals(change.ref())) {
              ofWorkload(note, change, ref, States.of(rollout));
            }
          });
    }
  }

  private void ofRollout(Chronicle.Noted note, Change change) {
    ObjectRef ref = change.ref();
    RolloutState from = change.before() == null ? RolloutState.NONE : States.of(change.before());
    RolloutState to = States.of(change.after());
    if (change.type() == Change.Type.DELETED) {
      rollouts.remove(ref);
      add(note, ref, Transition.Kind.DELETED, from, RolloutState.NONE, "");
      return;
    }
    rollouts.put(ref, change.after());
    if (change.before() == null) {
      add(note, ref, Transition.Kind.CREATED, from, to, "");
    } else if (!from.equals(to)) {
      add(note, ref, States.kind(from, to, byClient(change)), from, to, "");
    } else if (byClient(change) && !spec(change.before()).equals(spec(change.after()))) {
      Transition.Kind kind =
          States.approvedByPlan(change.before(), change.after(), to)
              ? Transition.Kind.APPROVED
              : Transition.Kind.PLAN_EDITED;
      add(
          note,
          ref,
          kind,
          from,
          to,
          text(Differences.between("spec", spec(change.before()), spec(change.after()))));
    }
  }

  private void ofWorkload(
      Chronicle.Noted note, Change change, ObjectRef rollout, RolloutState state) {
    JsonNode before = change.before();
    if (before == null || change.type() == Change.Type.DELETED) {
      String detail = change.ref() + (before == null ? " created" : " deleted");
      add(note, rollout, Transition.Kind.WORKLOAD_EDITED, state, state, detail);
      return;
    }
    JsonNode after = change.after();
    boolean released =
        !spec(before).path("template").equals(spec(after).path("template"))
            || !Meta.label(before, ROLLOUT_ID).equals(Meta.label(after, ROLLOUT_ID));
    List<String> changed =
        Differences.between(
            "labels", Meta.of(before).path("labels"), Meta.of(after).path("labels"));
    changed.addAll(Differences.between("spec", spec(before), spec(after)));
    if (released) {
      changed.removeIf(each -> !each.startsWith("spec.template") && !each.contains(ROLLOUT_ID));
    }
    if (!changed.isEmpty()) {
      Transition.Kind kind = released ? Transition.Kind.RELEASED : Transition.Kind.WORKLOAD_EDITED;
      add(note, rollout, kind, state, state, text(changed));
    }
  }

  private void add(
      Chronicle.Noted note,
      ObjectRef ref,
      Transition.Kind kind,
      RolloutState from,
      RolloutState to,
      String detail) {
    String rollout = ref.namespace() + "/" + ref.name();
    found.add(
        new Transition(note.at(), rollout, kind, from, to, cause(note.change().source()), detail));
  }

  private static Cause cause(Source source) {
    Source.@Nullable Request request = source.request();
    return request == null
        ? new Cause(source.writer(), "", "")
        : new Cause(source.writer(), request.method() + " " + request.path(), request.userAgent());
  }

  private static boolean byClient(Change change) {
    return change.source().request() != null;
  }

  private static ObjectRef target(ObjectRef rollout, JsonNode tree) {
    JsonNode target = spec(tree).path("workloadRef");
    return rollout.beside(
        ObjectRef.groupOf(target.path("apiVersion").asText()),
        target.path("kind").asText(),
        target.path("name").asText());
  }

  private static JsonNode spec(@Nullable JsonNode object) {
    return object == null ? MissingNode.getInstance() : object.path("spec");
  }

  private static String text(List<String> changed) {
    String text = String.join(", ", changed);
    return text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) + "…" : text;
  }
}
