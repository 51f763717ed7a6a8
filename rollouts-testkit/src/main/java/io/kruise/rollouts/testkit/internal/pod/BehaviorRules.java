// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.kruise.rollouts.testkit.PodBehavior;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;

/** Finds what a pod does. */
final class BehaviorRules {
  /** The conformance kit's own way to say that only so many pods become ready. */
  static final String READY_LIMIT = "conformance/ready-limit";

  /** A pod with a word that nobody knows waits with this reason, so that the mistake is seen. */
  static final String UNKNOWN = "InvalidPodBehavior";

  private BehaviorRules() {}

  static PodBehavior of(ObjectNode pod, PodBehaviors behaviors) {
    if (!behaviors.rules().isEmpty()) {
      Pod bean = Json.to(pod, Pod.class);
      for (PodBehaviors.Rule rule : behaviors.rules()) {
        if (rule.pods().test(bean)) {
          return rule.behavior();
        }
      }
    }
    String words = Meta.annotation(pod, PodBehavior.ANNOTATION);
    String limit = Meta.annotation(pod, READY_LIMIT);
    try {
      if (!words.isEmpty()) {
        return PodBehavior.parse(words);
      }
      return limit.isEmpty()
          ? behaviors.fallback()
          : PodBehavior.readyUpTo(Integer.parseInt(limit));
    } catch (IllegalArgumentException e) {
      return PodBehavior.crashing(UNKNOWN);
    }
  }
}
