// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.model.v1alpha1.RolloutHistory;
import io.kruise.rollouts.model.v1alpha1.TrafficRouting;
import io.kruise.rollouts.model.v1beta1.BatchRelease;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The kinds of this module, with their CRDs as the jar has them. */
public enum Kind {
  ROLLOUT("rollouts", "v1beta1", Rollout.class),
  BATCH_RELEASE("batchreleases", "v1beta1", BatchRelease.class),
  TRAFFIC_ROUTING("trafficroutings", "v1alpha1", TrafficRouting.class),
  ROLLOUT_HISTORY("rollouthistories", "v1alpha1", RolloutHistory.class);

  private final String plural;
  private final String version;
  private final Class<? extends HasMetadata> type;

  Kind(String plural, String version, Class<? extends HasMetadata> type) {
    this.plural = plural;
    this.version = version;
    this.type = type;
  }

  public String plural() {
    return plural;
  }

  public String version() {
    return version;
  }

  public Class<? extends HasMetadata> type() {
    return type;
  }

  /** The CRD that the jar ships. */
  public Map<String, Object> crd() {
    String resource = "/META-INF/fabric8/" + plural + ".rollouts.kruise.io-v1.yml";
    try (InputStream yaml = Kind.class.getResourceAsStream(resource)) {
      return Json.map(new KubernetesSerialization().unmarshal(yaml, Map.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
