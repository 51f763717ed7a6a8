// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.model.v1beta1.Rollout;

/** Rollouts from a few words of YAML, in its flow style. */
final class Yaml {
  static final KubernetesSerialization JSON = new KubernetesSerialization();

  private Yaml() {}

  /** Of Deployment "web", unless the spec says otherwise. */
  static Rollout rollout(String name, String workload, String strategy) {
    return JSON.unmarshal(
        """
        apiVersion: rollouts.kruise.io/v1beta1
        kind: Rollout
        metadata: {name: %s}
        spec:
          workloadRef: {%s}
          strategy: {%s}
        """
            .formatted(name, workload, strategy),
        Rollout.class);
  }

  static Rollout deployment(String strategy) {
    return rollout("web", "apiVersion: apps/v1, kind: Deployment, name: web", strategy);
  }

  static Rollout cloneSet(String strategy) {
    return rollout(
        "web", "apiVersion: apps.kruise.io/v1alpha1, kind: CloneSet, name: web", strategy);
  }
}
