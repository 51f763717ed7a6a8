// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Plays CloneSets (pkg/controller/cloneset/cloneset_controller.go). */
public final class CloneSetController implements Controller {

  /** The controller; it keeps nothing. */
  public CloneSetController() {}

  @Override
  public String name() {
    return "cloneset-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    return Ownership.concerns(KruiseNames.CLONE_SET, change, world);
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    ObjectNode cloneSet = world.get(ref).orElse(null);
    if (cloneSet == null || LabelSelector.isEmpty(Json.at(cloneSet, "spec", "selector"))) {
      return Step.nothing();
    }
    Step.Builder step = Step.builder();
    KruiseWorkload workload = new KruiseWorkload(cloneSet);
    CloneSetSpec spec = new CloneSetSpec(workload);
    List<KruisePod> pods =
        Ownership.keep(workload, world, step).stream().filter(KruisePod::active).toList();
    RevisionHistory revisions = RevisionHistory.of(workload, world, step);
    CloneSetPass pass = new CloneSetPass(spec, revisions, pods, world, now, step);
    if (!Meta.deleting(cloneSet) && !new CloneSetScaling(pass).scale()) {
      new CloneSetUpdating(pass).update();
    }
    ObjectNode status = CloneSetStatus.of(pass);
    if (!status.toString().equals(workload.status().toString())) {
      step.replaceStatus(ref, status);
    }
    forgetDeleted(pass);
    revisions.truncate(
        workload.revisionHistoryLimit(),
        pods.stream()
            .map(pod -> Revision.hashOf(pod.label(KruiseNames.REVISION)))
            .collect(Collectors.toSet()),
        step);
    boolean waits =
        status.path("availableReplicas").asInt() != status.path("readyReplicas").asInt();
    if (spec.minReadySeconds() > 0 && waits) {
      step.recheck(Duration.ofSeconds(spec.minReadySeconds()));
    }
    return step.build();
  }

  /** Takes pods that are gone out of spec.scaleStrategy.podsToDelete (truncatePodsToDelete). */
  private static void forgetDeleted(CloneSetPass pass) {
    KruiseWorkload workload = pass.spec().workload();
    List<JsonNode> named = Json.items(workload.spec().path("scaleStrategy").path("podsToDelete"));
    Set<String> there = pass.pods().stream().map(KruisePod::name).collect(Collectors.toSet());
    List<JsonNode> left = named.stream().filter(name -> there.contains(name.asText())).toList();
    if (left.size() < named.size()) {
      ObjectNode patch = Json.object();
      ObjectNode strategy = Json.dig(patch, "spec", "scaleStrategy");
      if (left.isEmpty()) {
        strategy.putNull("podsToDelete");
      } else {
        ArrayNode list = strategy.putArray("podsToDelete");
        list.addAll(left);
      }
      pass.step().merge(workload.ref(), patch);
    }
  }
}
