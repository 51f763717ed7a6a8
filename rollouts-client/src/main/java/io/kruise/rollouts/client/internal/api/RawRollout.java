// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.api;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Rollout of a watch or a list before it becomes a bean: most are nobody's. managedFields, nearly
 * half of it, are left out.
 *
 * @param ref its address
 * @param version its resourceVersion
 * @param object the JSON
 */
record RawRollout(RolloutRef ref, String version, Map<?, ?> object) {

  /** Takes it out of an answer; what has no metadata is no object. */
  static RawRollout of(@Nullable Object json) {
    if (json instanceof Map<?, ?> object && object.get("metadata") instanceof Map<?, ?> metadata) {
      metadata.remove("managedFields");
      RolloutRef ref =
          new RolloutRef(
              String.valueOf(metadata.get("namespace")), String.valueOf(metadata.get("name")));
      return new RawRollout(ref, String.valueOf(metadata.get("resourceVersion")), object);
    }
    throw new IllegalArgumentException("not a Rollout: " + json);
  }

  /** The bean; null where it is none, which is no reason to let the others wait. */
  @Nullable Rollout bean(KubernetesSerialization json) {
    try {
      return json.convertValue(object, Rollout.class);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
