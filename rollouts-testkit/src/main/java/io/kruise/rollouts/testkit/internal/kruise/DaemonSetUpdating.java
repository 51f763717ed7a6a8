// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.kruise.DaemonSetPass.OnNode;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Replaces the pods of old revisions, as many as may be (daemonset_update.go, rollingUpdate). */
final class DaemonSetUpdating {
  private final DaemonSetPass pass;
  private final DaemonSetHistory history;
  private final int maxSurge;
  private final int maxUnavailable;

  DaemonSetUpdating(DaemonSetPass pass, DaemonSetHistory history) {
    this.pass = pass;
    this.history = history;
    int desired = (int) pass.nodes().stream().filter(pass::shouldRun).count();
    maxSurge = pass.spec().maxSurge(desired);
    maxUnavailable = pass.spec().maxUnavailable(desired);
  }

  /** Deletes old pods, or makes new ones beside them. */
  void update() {
    List<OnNodeNamed> nodes =
        toUpdate().stream().map(name -> new OnNodeNamed(name, pass.on(name))).toList();
    if (maxSurge == 0) {
      replace(nodes);
    } else {
      surge(nodes);
    }
  }

  private record OnNodeNamed(String name, OnNode on) {}

  /** Deletes old pods first; the management makes new ones in their place. */
  private void replace(List<OnNodeNamed> nodes) {
    int unavailable = 0;
    List<KruisePod> broken = new ArrayList<>();
    List<KruisePod> candidates = new ArrayList<>();
    for (OnNodeNamed each : nodes) {
      OnNode on = each.on();
      if (on.crowded() || on.noneOld() == on.noneUpdated()) {
        unavailable++;
      } else if (!on.updated().isEmpty()) {
        KruisePod pod = on.updated().get(0);
        unavailable += pass.available(pod) ? 0 : 1;
        unavailable += OnNode.preDeleting(pod) ? 1 : 0;
      } else if (!pass.available(on.old().get(0))) {
        broken.add(on.old().get(0));
      } else if (unavailable < maxUnavailable) {
        candidates.add(on.old().get(0));
      }
    }
    int room = Math.max(maxUnavailable - unavailable, 0);
    List<KruisePod> old = Stream.concat(broken.stream(), candidates.stream().limit(room)).toList();
    pass.sync(old.stream().filter(pod -> !updatedInPlace(pod)).toList(), List.of());
  }

  /** inPlaceUpdatePods. */
  private boolean updatedInPlace(KruisePod pod) {
    if (!pass.spec().inPlace() || !pod.hasGate(KruiseNames.IN_PLACE_UPDATE_READY)) {
      return false;
    }
    Optional<InPlaceUpdate> update =
        history.old().stream()
            .filter(each -> each.hash().equals(pod.label(KruiseNames.REVISION)))
            .map(from -> new InPlaceUpdate(from, history.current()))
            .findFirst()
            .filter(InPlaceUpdate::possible);
    update.ifPresent(
        each -> {
          each.start(pod, Map.of(KruiseNames.REVISION, pass.hash()), pass.now(), pass.step());
          pass.emit(
              "SuccessfulUpdatePodInPlace", "successfully update pod " + pod.name() + " in-place");
        });
    return update.isPresent();
  }

  /** Makes new pods first, and deletes an old one when its new one is available. */
  private void surge(List<OnNodeNamed> nodes) {
    int surging = 0;
    List<KruisePod> done = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    List<String> candidates = new ArrayList<>();
    for (OnNodeNamed each : nodes) {
      OnNode on = each.on();
      boolean mayUpdate = !on.crowded() && !on.noneOld(); // else the management sees to it
      if (on.crowded()) {
        surging++;
      } else if (mayUpdate && on.updated().isEmpty()) {
        if (!pass.available(on.old().get(0))) {
          broken.add(each.name());
        } else if (surging < maxSurge) {
          candidates.add(each.name());
        }
      } else if (mayUpdate && (!pass.available(on.updated().get(0)) || on.noneUpdated())) {
        surging++;
      } else if (mayUpdate) {
        done.add(on.old().get(0));
      }
    }
    int room = Math.max(maxSurge - surging, 0);
    pass.sync(done, Stream.concat(broken.stream(), candidates.stream().limit(room)).toList());
  }

  /**
   * The nodes that are updated, are being updated, or may be, in this order and as many as the
   * partition leaves (filterDaemonPodsNodeToUpdate).
   */
  private List<String> toUpdate() {
    List<String> updated = new ArrayList<>();
    List<String> updating = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    List<ObjectNode> nodes =
        pass.nodes().stream()
            .filter(node -> pass.shouldRun(node) || pass.podsOn().containsKey(Meta.name(node)))
            .sorted(Comparator.comparing((ObjectNode node) -> Meta.name(node)).reversed())
            .toList();
    for (ObjectNode node : nodes) {
      OnNode on = pass.on(Meta.name(node));
      if (on.crowded() || !on.updated().isEmpty()) {
        updated.add(Meta.name(node));
      } else if (on.noneOld()) {
        updating.add(Meta.name(node));
      } else if (selected(node)) {
        rest.add(Meta.name(node));
      }
    }
    return Stream.of(updated, updating, rest)
        .flatMap(List::stream)
        .limit(Math.max(nodes.size() - pass.spec().partition(), 0))
        .toList();
  }

  private boolean selected(ObjectNode node) {
    JsonNode selector = pass.spec().rollingUpdate().path("selector");
    return !selector.isObject() || LabelSelector.matches(selector, Meta.of(node).path("labels"));
  }
}
