// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rolling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A Deployment's annotations and the revision on its new ReplicaSet
 * (pkg/controller/deployment/util/deployment_util.go, SetNewReplicaSetAnnotations).
 */
final class RevisionAnnotations {
  private static final int LONGEST_HISTORY = 2000;

  static final Set<String> NOT_COPIED =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          ReplicaSet.REVISION,
          ReplicaSet.REVISION_HISTORY,
          ReplicaSet.DESIRED_REPLICAS,
          ReplicaSet.MAX_REPLICAS,
          "deprecated.deployment.rollback.to");

  private RevisionAnnotations() {}

  static void bringUpToDate(ObjectNode replicaSet, JsonNode deployment, long revision) {
    ObjectNode annotations = Json.dig(replicaSet, "metadata", "annotations");
    for (Map.Entry<String, JsonNode> each : Meta.of(deployment).path("annotations").properties()) {
      if (!NOT_COPIED.contains(each.getKey())) {
        annotations.set(each.getKey(), each.getValue());
      }
    }
    String before = annotations.path(ReplicaSet.REVISION).asText();
    OptionalLong old = before.isEmpty() ? OptionalLong.of(0) : ReplicaSet.number(before);
    if (old.isEmpty() || old.getAsLong() >= revision) {
      return;
    }
    annotations.put(ReplicaSet.REVISION, Long.toString(revision));
    if (!before.isEmpty()) {
      remember(annotations, before);
    }
  }

  private static void remember(ObjectNode annotations, String revision) {
    String history = annotations.path(ReplicaSet.REVISION_HISTORY).asText();
    List<String> revisions =
        new ArrayList<>(history.isEmpty() ? List.of() : List.of(history.split(",", -1)));
    revisions.add(revision);
    while (String.join(",", revisions).length() > LONGEST_HISTORY) {
      revisions.remove(0);
    }
    annotations.put(ReplicaSet.REVISION_HISTORY, String.join(",", revisions));
  }
}
