// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which of a Deployment's ReplicaSets has the old version. */
final class StableReplicaSet {
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private static final Comparator<JsonNode> BY_AGE =
      Comparator.comparing(set -> Meta.of(set).path("creationTimestamp").asText());

  private static final Comparator<JsonNode> BY_REVISION =
      Comparator.<JsonNode>comparingInt(set -> Integer.parseInt(Meta.annotation(set, REVISION)))
          .thenComparing(BY_AGE);

  private StableReplicaSet() {}

  /**
   * The oldest of another template: the second result of FindCanaryAndStableReplicaSet
   * (pkg/util/workloads_utils.go).
   */
  static Optional<ObjectNode> among(List<ObjectNode> active, JsonNode deployment) {
    return active.stream()
        .filter(set -> !TemplateHash.same(Release.template(set), Release.template(deployment)))
        .min(active.stream().allMatch(StableReplicaSet::numbered) ? BY_REVISION : BY_AGE);
  }

  private static boolean numbered(JsonNode set) {
    return Meta.annotation(set, REVISION).matches("\\d{1,9}");
  }
}
