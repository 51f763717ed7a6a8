// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.v1beta1.PatchPodTemplateMetadata;
import io.kruise.rollouts.model.v1beta1.ReleaseBatch;
import io.kruise.rollouts.model.v1beta1.ReleasePlan;
import io.kruise.rollouts.testkit.internal.batch.release.Release;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells release plans apart: SHA-256 of the plan as Go writes it (pkg/util/rollout_utils.go,
 * HashReleasePlanBatches). The whole plan counts, the last batch to go to included.
 */
final class PlanHash {
  private PlanHash() {}

  /** The hash of a release's plan, in hex. */
  static String of(Release release) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text(release)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] text(Release release) {
    ReleasePlan plan = release.plan();
    ObjectNode tree = Json.object();
    ArrayNode batches = tree.putArray("batches");
    for (ReleaseBatch batch : release.batches()) {
      put(batches.addObject(), "canaryReplicas", batch.getCanaryReplicas());
    }
    put(tree, "batchPartition", plan.getBatchPartition());
    put(tree, "rolloutID", plan.getRolloutID());
    put(tree, "failureThreshold", plan.getFailureThreshold());
    put(tree, "finalizingPolicy", plan.getFinalizingPolicy());
    PatchPodTemplateMetadata metadata = plan.getPatchPodTemplateMetadata();
    if (metadata != null) {
      ObjectNode patch = tree.putObject("patchPodTemplateMetadata");
      put(patch, "annotations", sorted(metadata.getAnnotations()));
      put(patch, "labels", sorted(metadata.getLabels()));
    }
    put(tree, "rollingStyle", plan.getRollingStyle());
    tree.put(
        "enableExtraWorkloadForCanary",
        Boolean.TRUE.equals(plan.getEnableExtraWorkloadForCanary()));
    return new String(Json.bytes(tree), StandardCharsets.UTF_8)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ObjectNode tree, String field, @Nullable Object value) {
    if (value != null && !value.equals("") && !value.equals(Map.of())) {
      tree.set(field, Json.tree(value));
    }
  }

  private static Map<String, String> sorted(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : new TreeMap<>(map);
  }
}
