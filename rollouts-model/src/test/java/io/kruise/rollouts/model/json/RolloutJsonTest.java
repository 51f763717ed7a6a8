// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.kruise.rollouts.model.FinalisingStep;
import io.kruise.rollouts.model.Json;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.model.v1beta1.BlueGreenStatus;
import io.kruise.rollouts.model.v1beta1.CanaryStatus;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutPause;
import io.kruise.rollouts.model.v1beta1.RolloutSpec;
import io.kruise.rollouts.model.v1beta1.RolloutStatus;
import io.kruise.rollouts.model.v1beta1.StepStatus;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A Rollout in JSON")
class RolloutJsonTest {

  /** As the API server has it when the first step of three waits for an approval. */
  private static final String PAUSED =
      """
      {
        "apiVersion": "rollouts.kruise.io/v1beta1",
        "kind": "Rollout",
        "metadata": {
          "name": "demo",
          "namespace": "default",
          "generation": 1,
          "resourceVersion": "1042",
          "uid": "4f8f5f0e-0a5c-4c0e-9d0f-3f1c9d1f2a77",
          "creationTimestamp": "2026-11-23T10:00:00Z",
          "annotations": {"rollouts.kruise.io/hash": "wd9b4fxz"},
          "finalizers": ["rollouts.kruise.io/rollout"]
        },
        "spec": {
          "disabled": false,
          "workloadRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "demo"},
          "strategy": {
            "paused": false,
            "canary": {
              "enableExtraWorkloadForCanary": false,
              "failureThreshold": "10%",
              "steps": [
                {"replicas": 1, "traffic": "5%", "pause": {}},
                {
                  "replicas": "50%",
                  "matches": [
                    {
                      "path": {"type": "PathPrefix", "value": "/"},
                      "headers": [{"name": "user", "type": "Exact", "value": "tester"}],
                      "queryParams": [{"name": "v", "type": "RegularExpression", "value": "2.*"}]
                    }
                  ],
                  "requestHeaderModifier": {
                    "set": [{"name": "x-version", "value": "canary"}],
                    "add": [{"name": "x-tag", "value": "gray"}],
                    "remove": ["x-debug"]
                  },
                  "pause": {"duration": 60}
                },
                {"replicas": "100%", "pause": {"duration": 0}}
              ],
              "trafficRoutings": [
                {
                  "service": "demo",
                  "gracePeriodSeconds": 3,
                  "ingress": {"classType": "nginx", "name": "demo"}
                }
              ]
            }
          }
        },
        "status": {
          "observedGeneration": 1,
          "phase": "Progressing",
          "message": "waiting",
          "currentStepIndex": 1,
          "currentStepState": "StepPaused",
          "conditions": [
            {
              "type": "Progressing",
              "status": "True",
              "reason": "InRolling",
              "message": "in progress",
              "lastUpdateTime": "2026-11-23T10:01:00Z",
              "lastTransitionTime": "2026-11-23T10:01:00Z"
            }
          ],
          "canaryStatus": {
            "observedWorkloadGeneration": 2,
            "observedRolloutID": "r2",
            "rolloutHash": "wd9b4fxz",
            "stableRevision": "7c8d5b9f4",
            "canaryRevision": "5f6b7c8d9",
            "podTemplateHash": "5f6b7c8d9",
            "canaryReplicas": 1,
            "canaryReadyReplicas": 1,
            "currentStepIndex": 1,
            "nextStepIndex": 2,
            "currentStepState": "StepPaused",
            "finalisingStep": "",
            "message": "ready",
            "lastUpdateTime": "2026-11-23T10:01:30Z"
          }
        }
      }
      """;

  @DisplayName("is written as it was read")
  @Test
  void isWrittenAsRead() {
    assertThat(Json.tree(Json.write(Json.read(PAUSED, Rollout.class))))
        .isEqualTo(Json.tree(PAUSED));
  }

  @DisplayName("is built from its parts, and has metadata in any case")
  @Test
  void isBuilt() {
    Rollout read = Json.read(PAUSED, Rollout.class);

    assertThat(
            Rollout.builder()
                .metadata(read.getMetadata())
                .spec(read.getSpec())
                .status(read.getStatus())
                .build())
        .isEqualTo(read);
    assertThat(Rollout.builder().build()).isEqualTo(new Rollout());
    assertThat(Rollout.builder().build().getMetadata()).isNotNull();
  }

  @DisplayName("is read field by field")
  @Test
  void isRead() {
    Rollout rollout = Json.read(PAUSED, Rollout.class);

    RolloutSpec spec = rollout.getSpec();
    assertThat(spec.getDisabled()).isFalse();
    assertThat(spec.getWorkloadRef()).isEqualTo(workload());
    List<CanaryStep> steps = spec.getStrategy().getCanary().getSteps();
    assertThat(steps)
        .extracting(CanaryStep::getReplicas)
        .containsExactly(new IntOrString(1), new IntOrString("50%"), new IntOrString("100%"));
    assertThat(steps)
        .extracting(step -> step.getPause().getDuration())
        .containsExactly(null, 60, 0);
    RolloutStatus status = rollout.getStatus();
    assertThat(RolloutPhase.of(status.getPhase())).isEqualTo(RolloutPhase.PROGRESSING);
    assertThat(status.getConditions())
        .singleElement()
        .hasFieldOrPropertyWithValue("status", "True");
  }

  @DisplayName("has one reading of its step status for both styles")
  @Test
  void hasOneReadingOfItsStepStatus() {
    StepStatus canary = Json.read(PAUSED, Rollout.class).getStatus().stepStatus();
    StepStatus blueGreen =
        BlueGreenStatus.builder()
            .updatedRevision(canary.revision())
            .updatedReplicas(canary.updatedReplicas())
            .updatedReadyReplicas(canary.updatedReadyReplicas())
            .build();

    assertThat(canary).isInstanceOf(CanaryStatus.class);
    assertThat(StepState.of(canary.getCurrentStepState())).isEqualTo(StepState.STEP_PAUSED);
    assertThat(FinalisingStep.of(canary.getFinalisingStep())).isEqualTo(FinalisingStep.NONE);
    assertThat(blueGreen.revision()).isEqualTo("5f6b7c8d9");
    assertThat(blueGreen.updatedReplicas()).isEqualTo(1);
    assertThat(blueGreen.updatedReadyReplicas()).isEqualTo(1);
    assertThat(new RolloutStatus().stepStatus()).isNull();
  }

  @DisplayName("keeps apart an absent pause, an empty one, one of no time and one of some time")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"pause\":{}}",
        "{\"pause\":{\"duration\":0}}",
        "{\"pause\":{\"duration\":5}}"
      })
  void keepsPausesApart(String step) {
    assertThat(Json.write(Json.read(step, CanaryStep.class))).isEqualTo(step);
  }

  @DisplayName("tells an absent pause from one without a duration")
  @Test
  void tellsAbsentFromEmpty() {
    assertThat(Json.read("{}", CanaryStep.class).getPause()).isNull();
    assertThat(Json.read("{\"pause\":{}}", CanaryStep.class).getPause())
        .isEqualTo(new RolloutPause());
    assertThat(Json.read("{\"duration\":0}", RolloutPause.class).getDuration()).isZero();
  }

  @DisplayName("keeps values that the enumerations do not know")
  @Test
  void keepsUnknownValues() {
    String json = "{\"phase\":\"Dreaming\",\"currentStepState\":\"Complete\"}";
    RolloutStatus status = Json.read(json, RolloutStatus.class);

    assertThat(RolloutPhase.of(status.getPhase())).isEqualTo(RolloutPhase.UNKNOWN);
    assertThat(StepState.of(status.getCurrentStepState())).isEqualTo(StepState.UNKNOWN);
    assertThat(Json.write(status)).isEqualTo(json);
  }

  @DisplayName("keeps fields that the model does not know, also through the builder")
  @Test
  void keepsUnknownFields() {
    String json = "{\"duration\":5,\"until\":{\"metric\":\"error-rate\"}}";
    RolloutPause pause = Json.read(json, RolloutPause.class).toBuilder().duration(6).build();

    assertThat(Json.write(pause)).isEqualTo(json.replace("5", "6"));
    assertThat(pause).isNotEqualTo(RolloutPause.builder().duration(6).build());
  }

  @DisplayName("is a Rollout when fabric8 reads a resource of any kind")
  @Test
  void isKnownToFabric8() {
    assertThat(Json.read(PAUSED, KubernetesResource.class)).isInstanceOf(Rollout.class);
  }

  @DisplayName("has neither spec nor status when new")
  @Test
  void isEmptyWhenNew() {
    assertThat(Json.tree(Json.write(new Rollout())))
        .containsOnlyKeys("apiVersion", "kind", "metadata");
  }

  private static WorkloadRef workload() {
    return WorkloadRef.builder().apiVersion("apps/v1").kind("Deployment").name("demo").build();
  }
}
