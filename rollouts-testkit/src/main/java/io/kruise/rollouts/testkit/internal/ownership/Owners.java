// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.ownership;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom a change of a pod or a ReplicaSet wakes: the owner that controls it, before and after; those
 * that might adopt it, when nobody does and its labels or owners are new (addPod, updatePod,
 * deletePod and their like in the workload controllers).
 */
public final class Owners {
  private Owners() {}

  /**
   * The owners of a kind.
   *
   * @param change any change
   * @param world all objects
   * @param group the owners' API group
   * @param kind the owners' kind
   * @return those to be reconciled; none when it is no pod's change
   */
  public static Collection<ObjectRef> ofPod(Change change, World world, String group, String kind) {
    if (!change.ref().kind().equals("Pod") || !change.ref().group().isEmpty()) {
      return List.of();
    }
    return owners(change, world, group, kind);
  }

  /**
   * The Deployments of a ReplicaSet.
   *
   * @param change of a ReplicaSet
   * @param world all objects
   * @return those to be reconciled
   */
  public static Collection<ObjectRef> ofReplicaSet(Change change, World world) {
    return owners(change, world, "apps", "Deployment");
  }

  private static Collection<ObjectRef> owners(
      Change change, World world, String group, String kind) {
    ObjectNode before = change.before();
    ObjectNode after = change.after();
    Set<ObjectRef> owners = new LinkedHashSet<>();
    if (before != null) {
      owners.addAll(Claims.controllerOf(world, before, group, kind));
    }
    owners.addAll(Claims.controllerOf(world, after, group, kind));
    boolean mayBeAdopted =
        Meta.controller(after) == null
            && change.type() != Change.Type.DELETED
            && (before == null
                || !Meta.of(before).path("labels").equals(Meta.of(after).path("labels"))
                || Meta.controller(before) != null);
    if (mayBeAdopted) {
      owners.addAll(Claims.adopters(world, after, group, kind));
    }
    return owners;
  }
}
