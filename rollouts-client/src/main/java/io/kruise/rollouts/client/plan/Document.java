// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutSpec;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Rollout as it is sent: what names it, and its spec as JSON.
 *
 * @param meta its metadata
 * @param phase {@code status.phase}; of a typed Rollout alone
 * @param spec maps, lists, texts, numbers and booleans; null when there is none
 */
record Document(ObjectMeta meta, RolloutPhase phase, @Nullable Object spec) {
  private static final String API_VERSION = "rollouts.kruise.io/v1beta1";

  static Document of(Rollout rollout) {
    @Nullable RolloutSpec spec = requireNonNull(rollout, "rollout").getSpec();
    return new Document(
        meta(rollout.getMetadata()),
        rollout.getStatus() == null
            ? RolloutPhase.UNKNOWN
            : RolloutPhase.of(rollout.getStatus().getPhase()),
        spec == null ? null : SpecTree.of(spec));
  }

  static Document of(GenericKubernetesResource rollout) {
    requireNonNull(rollout, "rollout");
    if (!API_VERSION.equals(rollout.getApiVersion()) || !"Rollout".equals(rollout.getKind())) {
      throw new IllegalArgumentException(
          "a Rollout of "
              + API_VERSION
              + " was expected, and it is a "
              + rollout.getKind()
              + " of "
              + rollout.getApiVersion());
    }
    return new Document(
        meta(rollout.getMetadata()),
        RolloutPhase.UNKNOWN,
        rollout.getAdditionalProperties().get("spec"));
  }

  private static ObjectMeta meta(@Nullable ObjectMeta meta) {
    return Objects.requireNonNullElseGet(meta, ObjectMeta::new);
  }

  String name() {
    return Objects.requireNonNullElse(meta.getName(), "");
  }

  /** Whether both may be in one namespace: who doesn't name one is where the other is. */
  boolean sharesNamespace(Document other) {
    @Nullable String mine = meta.getNamespace();
    @Nullable String theirs = other.meta.getNamespace();
    return mine == null || theirs == null || mine.equals(theirs);
  }

  boolean annotated(String annotation, String value) {
    @Nullable Map<String, String> annotations = meta.getAnnotations();
    return annotations != null && value.equals(annotations.get(annotation));
  }
}
