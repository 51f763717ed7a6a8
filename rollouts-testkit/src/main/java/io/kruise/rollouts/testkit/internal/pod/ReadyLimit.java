// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehavior;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;

/**
 * Of some releases only so many pods run at a time; on a real cluster a nodeSelector or pod
 * anti-affinity has that effect.
 */
final class ReadyLimit {
  private ReadyLimit() {}

  /** Whether one more pod of its release may run. */
  static boolean hasRoom(ObjectNode pod, int limit, World world) {
    return peers(pod, world).stream().filter(peer -> !Pods.node(peer).isEmpty()).count() < limit;
  }

  /** The pods of its release that wait for room. */
  static List<ObjectNode> waiting(ObjectNode pod, World world) {
    return limited(pod)
        ? peers(pod, world).stream().filter(peer -> Pods.node(peer).isEmpty()).toList()
        : List.of();
  }

  private static boolean limited(ObjectNode pod) {
    return !Meta.annotation(pod, BehaviorRules.READY_LIMIT).isEmpty()
        || !Meta.annotation(pod, PodBehavior.ANNOTATION).isEmpty();
  }

  /** Those that live and have the same containers, whoever owns them. */
  private static List<ObjectNode> peers(ObjectNode pod, World world) {
    return world.list("", "Pod", Meta.namespace(pod)).stream()
        .filter(peer -> !Meta.uid(peer).equals(Meta.uid(pod)) && Pods.active(peer))
        .filter(peer -> containers(peer).equals(containers(pod)))
        .toList();
  }

  private static JsonNode containers(ObjectNode pod) {
    return pod.path("spec").path("containers");
  }
}
