// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehavior;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Scheduler and kubelet in one: gives each pod a node and lets it do what its behavior says.
 *
 * <p>A pod's times are whole seconds, so the exact delays are those of the rechecks: each stage
 * asks for the next one when it is entered. That is why the player is not woken by its own writes,
 * nor by others' that don't concern it, such as new labels.
 */
public final class PodPlayer implements Controller {
  private static final String DEFAULT_SCHEDULER = "default-scheduler";

  private final PodBehaviors behaviors;

  /**
   * A player.
   *
   * @param behaviors what pods do
   */
  public PodPlayer(PodBehaviors behaviors) {
    this.behaviors = behaviors;
  }

  @Override
  public String name() {
    return "kubelet";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    if (!change.ref().group().isEmpty()) {
      return List.of();
    }
    if (change.ref().kind().equals("Node")) {
      return unscheduled(world);
    }
    return change.ref().kind().equals("Pod") ? concerned(change, world) : List.of();
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    Optional<ObjectNode> found = world.get(ref);
    if (found.isEmpty()) {
      return Step.nothing();
    }
    ObjectNode pod = found.get();
    if (Meta.deleting(pod)) {
      return Step.builder().delete(ref).build();
    }
    if (Pods.ended(pod)) {
      return Step.nothing();
    }
    PodBehavior behavior = BehaviorRules.of(pod, behaviors);
    return Pods.node(pod).isEmpty()
        ? schedule(pod, behavior, world, now)
        : new PodLife(pod, hostIp(pod, world), now).next(behavior);
  }

  private static Collection<ObjectRef> concerned(Change change, World world) {
    ObjectNode before = change.before();
    if (before == null) {
      return List.of(change.ref());
    }
    if (change.type() == Change.Type.DELETED) {
      return ReadyLimit.waiting(change.after(), world).stream().map(ObjectRef::of).toList();
    }
    boolean told =
        !Meta.of(before).path("annotations").equals(Meta.of(change.after()).path("annotations"))
            || !containers(before).equals(containers(change.after()));
    return told || Meta.deleting(change.after()) ? List.of(change.ref()) : List.of();
  }

  private static JsonNode containers(ObjectNode pod) {
    return pod.path("spec").path("containers");
  }

  private static List<ObjectRef> unscheduled(World world) {
    return world.list("", "Pod", "").stream()
        .filter(pod -> Pods.node(pod).isEmpty())
        .map(ObjectRef::of)
        .toList();
  }

  private static Step schedule(ObjectNode pod, PodBehavior behavior, World world, Instant now) {
    String scheduler = pod.path("spec").path("schedulerName").asText(DEFAULT_SCHEDULER);
    if (!scheduler.equals(DEFAULT_SCHEDULER)) {
      // another one's, of which there is none
      return Step.nothing();
    }
    boolean room =
        !(behavior instanceof PodBehavior.ReadyUpTo limit)
            || ReadyLimit.hasRoom(pod, limit.pods(), world);
    Optional<String> node = room ? Scheduler.place(pod, world) : Optional.empty();
    Step.Builder step = Step.builder();
    if (node.isPresent()) {
      return step.bind(ObjectRef.of(pod), node.get())
          .emit(
              pod,
              "Normal",
              "Scheduled",
              "Successfully assigned "
                  + Meta.namespace(pod)
                  + "/"
                  + Meta.name(pod)
                  + " to "
                  + node.get())
          .recheck(PodBehavior.START)
          .build();
    }
    if (Pods.condition(pod, "PodScheduled").isObject()) {
      return Step.nothing();
    }
    String why = Scheduler.unschedulable(world);
    return step.replaceStatus(ObjectRef.of(pod), new PodStatus(pod, now).unschedulable(why))
        .emit(pod, "Warning", "FailedScheduling", why)
        .build();
  }

  private static Optional<String> hostIp(ObjectNode pod, World world) {
    return world
        .get(new ObjectRef("", "Node", "", Pods.node(pod)))
        .map(node -> node.path("status").path("addresses").path(0).path("address"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText);
  }
}
