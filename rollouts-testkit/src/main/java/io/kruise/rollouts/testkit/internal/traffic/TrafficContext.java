// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.TrafficRoutingRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For whom traffic is routed: upstream's TrafficRoutingContext (pkg/trafficrouting/manager.go).
 *
 * @param key for messages, such as "Rollout(ns/name)"
 * @param namespace where all objects are
 * @param refs the trafficRoutings; empty for none
 * @param step traffic, matches and header modifier of the step; null for none
 * @param owner who owns the objects that are made: the Rollout or TrafficRouting
 * @param revisionLabelKey the label that tells the pods' revisions apart
 * @param stableRevision its value on old pods
 * @param canaryRevision its value on new pods
 * @param lastUpdateTime when the step last changed; null when unknown
 * @param disableGenerateCanaryService whether no canary Service is made
 */
public record TrafficContext(
    String key,
    String namespace,
    List<TrafficRoutingRef> refs,
    @Nullable CanaryStep step,
    ObjectNode owner,
    String revisionLabelKey,
    String stableRevision,
    String canaryRevision,
    @Nullable Instant lastUpdateTime,
    boolean disableGenerateCanaryService) {

  /** Keeps the list from being changed. */
  public TrafficContext {
    refs = List.copyOf(refs);
  }
}
