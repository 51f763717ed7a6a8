// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rolling;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The ReplicaSets of one Deployment: counted, ordered, and told apart
 * (pkg/controller/deployment/util/deployment_util.go and pkg/controller/controller_utils.go).
 */
public final class ReplicaSets {
  /** Oldest first (ReplicaSetsByCreationTimestamp). */
  public static final Comparator<ReplicaSet> OLDEST_FIRST =
      Comparator.comparing((ReplicaSet set) -> created(set)).thenComparing(ReplicaSet::name);

  /** Smallest revision first (ReplicaSetsByRevision). */
  public static final Comparator<ReplicaSet> BY_REVISION =
      Comparator.comparingLong((ReplicaSet set) -> set.revision().orElse(0))
          .thenComparing(OLDEST_FIRST);

  /** Greatest revision first (ReplicaSetsBySmallerRevision of Kruise). */
  public static final Comparator<ReplicaSet> NEWEST_REVISION_FIRST =
      Comparator.comparingLong((ReplicaSet set) -> -set.revision().orElse(0))
          .thenComparing(OLDEST_FIRST);

  /** Largest first, then oldest (ReplicaSetsBySizeOlder). */
  public static final Comparator<ReplicaSet> LARGEST_THEN_OLDEST =
      Comparator.comparingInt((ReplicaSet set) -> -set.replicas()).thenComparing(OLDEST_FIRST);

  /** Largest first, then newest (ReplicaSetsBySizeNewer). */
  public static final Comparator<ReplicaSet> LARGEST_THEN_NEWEST =
      Comparator.comparingInt((ReplicaSet set) -> -set.replicas())
          .thenComparing(OLDEST_FIRST.reversed());

  private ReplicaSets() {}

  /**
   * The one that makes the pods that the Deployment wants (FindNewReplicaSet).
   *
   * @param world all objects
   * @param deployment the Deployment
   * @param all its ReplicaSets
   * @return the oldest with the Deployment's template
   */
  public static Optional<ReplicaSet> newest(
      World world, JsonNode deployment, List<ReplicaSet> all) {
    String template = world.derived(deployment.path("spec").path("template"), TemplateHash.TEXT);
    return all.stream()
        .sorted(OLDEST_FIRST)
        .filter(set -> world.derived(set.template(), TemplateHash.TEXT).equals(template))
        .findFirst();
  }

  /**
   * All others (FindOldReplicaSets).
   *
   * @param world all objects
   * @param deployment the Deployment
   * @param all its ReplicaSets
   * @return those that make other pods, oldest first
   */
  public static List<ReplicaSet> old(World world, JsonNode deployment, List<ReplicaSet> all) {
    Optional<ReplicaSet> newest = newest(world, deployment, all);
    return all.stream()
        .sorted(OLDEST_FIRST)
        .filter(set -> newest.isEmpty() || !set.name().equals(newest.get().name()))
        .toList();
  }

  /**
   * Those that have pods, or ought to (FilterActiveReplicaSets).
   *
   * @param sets some
   * @return those with spec.replicas above 0
   */
  public static List<ReplicaSet> active(List<ReplicaSet> sets) {
    return sets.stream().filter(set -> set.replicas() > 0).toList();
  }

  /**
   * A sum.
   *
   * @param sets some
   * @param number what to sum up
   * @return the sum
   */
  public static int sum(List<ReplicaSet> sets, ToIntFunction<ReplicaSet> number) {
    return sets.stream().mapToInt(number).sum();
  }

  /**
   * The greatest revision (MaxRevision).
   *
   * @param sets some
   * @return 0 when there is none
   */
  public static long maxRevision(List<ReplicaSet> sets) {
    return sets.stream().mapToLong(set -> set.revision().orElse(0)).max().orElse(0);
  }

  /**
   * Some and one more.
   *
   * @param sets some
   * @param newest the one more, if there is one
   * @return all of them
   */
  public static List<ReplicaSet> and(List<ReplicaSet> sets, Optional<ReplicaSet> newest) {
    List<ReplicaSet> all = new ArrayList<>(sets);
    newest.ifPresent(all::add);
    return all;
  }

  private static String created(ReplicaSet set) {
    return Meta.of(set.object()).path("creationTimestamp").asText();
  }
}
