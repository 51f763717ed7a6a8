// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.model.v1beta1.RolloutSpec;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("the typed spec as JSON")
class SpecTreeTest {
  private static final String STEPS =
      """
      steps:
      - replicas: 10%
        traffic: 5%
        matches:
        - path: {type: Exact, value: /a, more: 1}
          headers: [{name: a, value: b, type: Exact, more: 1}]
          queryParams: [{name: a, value: b, type: Exact, more: 1}]
          more: 1
        requestHeaderModifier:
          set: [{name: a, value: b, more: 1}]
          add: [{name: a, value: b}]
          remove: [c]
          more: 1
        pause: {duration: 5, more: 1}
        more: 1
      - replicas: 3
      trafficRoutings:
      - service: s
        gracePeriodSeconds: 1
        ingress: {name: a, classType: nginx, more: 1}
        gateway: {httpRouteName: r, more: 1}
        customNetworkRefs: [{apiVersion: a/v1, kind: K, name: n, more: 1}]
        more: 1
      failureThreshold: 20%
      trafficRoutingRef: t
      disableGenerateCanaryService: true
      more: 1
      """;

  @Test
  @DisplayName("has every field that fabric8 sends, unknown ones included")
  void everyField() {
    String spec =
        """
        workloadRef: {apiVersion: apps/v1, kind: Deployment, name: web, more: 1}
        disabled: true
        more: 1
        strategy:
          paused: true
          more: 1
          canary:
            enableExtraWorkloadForCanary: true
            patchPodTemplateMetadata: {labels: {a: b}, annotations: {c: d}, more: 1}
        """
            + STEPS.indent(4)
            + "  blueGreen:\n"
            + STEPS.indent(4);
    RolloutSpec typed = Yaml.JSON.unmarshal(spec, RolloutSpec.class);
    assertThat(SpecTree.of(typed)).isEqualTo(Yaml.JSON.unmarshal(spec, Map.class));
    assertThat(SpecTree.of(typed)).isEqualTo(Yaml.JSON.convertValue(typed, Map.class));
  }
}
