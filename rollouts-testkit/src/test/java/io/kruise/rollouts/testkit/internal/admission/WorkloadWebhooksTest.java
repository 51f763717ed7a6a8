// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import static io.kruise.rollouts.testkit.internal.admission.Writes.changed;
import static io.kruise.rollouts.testkit.internal.admission.Writes.object;
import static io.kruise.rollouts.testkit.internal.admission.Writes.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Admission.Request;
import io.kruise.rollouts.testkit.internal.api.ApiException;
import io.kruise.rollouts.testkit.internal.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which workloads are looked at, and how each kind but the Deployment is held back. */
class WorkloadWebhooksTest {
  private static final String V2 = "{'spec':{'template':{'spec':{'image':'v2'}}}}";
  private static final String CLONE_SET = "apps.kruise.io/v1alpha1 CloneSet";
  private static final String ROUTED =
      "{'spec':{'strategy':{'canary':{'trafficRoutings':[{'service':'s'}]}}}}";

  private static ObjectNode workload(String type) {
    String[] parts = type.split(" ", 2);
    return object(
        "{'apiVersion':'"
            + parts[0]
            + "','kind':'"
            + parts[1]
            + "','metadata':{'name':'web','namespace':'ns','uid':'u1',"
            + "'labels':{'rollouts.kruise.io/workload-type':'any'}},"
            + "'spec':{'replicas':3,'updateStrategy':{'rollingUpdate':{'maxUnavailable':1}},"
            + "'template':{'spec':{'image':'v1'}}}}");
  }

  private static ObjectNode rollout(String type) {
    ObjectNode rollout =
        object(
            "{'apiVersion':'rollouts.kruise.io/v1beta1','kind':'Rollout','metadata':"
                + "{'name':'r','namespace':'ns'},'spec':{'strategy':{'canary':{'steps':[]}}}}");
    String[] parts = type.split(" ", 2);
    Json.dig(rollout, "spec", "workloadRef")
        .put("apiVersion", parts[0])
        .put("kind", parts[1])
        .put("name", "web");
    return rollout;
  }

  private static ObjectNode mutated(Request request) {
    new WorkloadWebhooks().mutate(request);
    return request.object();
  }

  private static ObjectNode started(ObjectNode workload, String change) {
    ObjectNode held = changed(workload, change);
    Json.dig(held, "metadata", "annotations")
        .put("rollouts.kruise.io/in-progressing", "{\"rolloutName\":\"r\"}");
    return held;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "apps.kruise.io/v1alpha1 CloneSet|{'partition':'100%'}",
        "apps.kruise.io/v1alpha1 DaemonSet|{'rollingUpdate':{'partition':32767}}",
        "apps/v1 StatefulSet|{'rollingUpdate':{'partition':32767}}",
        "apps.kruise.io/v1beta1 StatefulSet|{'rollingUpdate':{'partition':32767}}",
        "games.example.org/v1 StatefulSet|{'rollingUpdate':{'partition':32767}}",
      })
  void eachKindIsHeldBackInItsWay(String type, String strategy) {
    ObjectNode before = workload(type);
    ObjectNode after = changed(before, V2);

    assertThat(mutated(update(before, after, rollout(type))))
        .isEqualTo(started(after, "{'spec':{'updateStrategy':" + strategy + "}}"));
    assertThat(mutated(update(before, before, rollout(type)))).isEqualTo(before);
    assertThat(mutated(update(before, after))).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({"statefulset,true", "StatefulSet,true", "game,false", "deployment,false"})
  void anyKindMayBeLabelledAsAStatefulSet(String label, boolean held) {
    String type = "games.example.org/v1 GameServers";
    ObjectNode before = workload(type);
    Json.dig(before, "metadata", "labels").put("rollouts.kruise.io/workload-type", label);
    ObjectNode after = changed(before, V2);

    assertThat(mutated(update(before, after, rollout(type))).equals(after)).isEqualTo(!held);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CLONE_SET,
        "apps.kruise.io/v1alpha1 DaemonSet",
        "apps/v1 StatefulSet",
        "apps/v1 Deployment"
      })
  void withoutTheLabelNothingIsLookedAt(String type) {
    ObjectNode before =
        changed(
            workload(type), "{'metadata':{'labels':{'rollouts.kruise.io/workload-type':null}}}");
    ObjectNode after = changed(before, V2);

    assertThat(mutated(update(before, after, rollout(type)))).isEqualTo(after);
    assertThat(mutated(update(workload(type), after, rollout(type)))).isEqualTo(after);
  }

  @Test
  void creationsAndSubresourcesAreLetThrough() {
    ObjectNode before = workload(CLONE_SET);
    Request update = update(before, changed(before, V2), rollout(CLONE_SET));
    Request status =
        new Request(
            update.operation(), update.type(), "status", before, update.object(), update.world());

    assertThat(mutated(status)).isEqualTo(changed(before, V2));
    assertThat(mutated(Writes.creation(before, rollout(CLONE_SET)))).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"true,true,true", "true,false,false", "false,true,false", "false,false,false"})
  void aControlPlanesOwnDeploymentIsLeftAlone(boolean before, boolean after, boolean left) {
    String type = "apps/v1 Deployment";
    String mark =
        "{'metadata':{'labels':{'control-plane':'controller-manager'},"
            + "'annotations':{'rollouts.kruise.io/in-progressing':'x'}}}";
    String none = "{'metadata':{'annotations':{'rollouts.kruise.io/in-progressing':'x'}}}";
    ObjectNode old = changed(workload(type), before ? mark : none);
    ObjectNode wanted = changed(workload(type), after ? mark : none);

    assertThat(mutated(update(old, wanted, rollout(type))).equals(wanted)).isEqualTo(left);
  }

  @ParameterizedTest
  @ValueSource(strings = {CLONE_SET, "apps/v1 StatefulSet"})
  void withoutPodsThereIsNothingToHoldBack(String type) {
    ObjectNode before = changed(workload(type), "{'spec':{'replicas':0}}");
    ObjectNode after = changed(before, V2);

    assertThat(mutated(update(before, after, rollout(type)))).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({"3,3,true", "3,2,false"})
  void aRoutedCloneSetMustRunOneVersion(int replicas, int updated, boolean starts) {
    ObjectNode before = workload(CLONE_SET);
    Json.dig(before, "status").put("replicas", replicas).put("updatedReplicas", updated);
    ObjectNode after = changed(before, V2);

    assertThat(mutated(update(before, after, changed(rollout(CLONE_SET), ROUTED))).equals(after))
        .isEqualTo(!starts);
    assertThat(mutated(update(before, after, rollout(CLONE_SET)))).isNotEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type':'OnDelete'}|{}",
        "{'type':''}|{'updateStrategy':{'rollingUpdate':{'partition':32767}}}",
        "{'type':'RollingUpdate'}|{'updateStrategy':{'rollingUpdate':{'partition':32767}}}",
        "null|{'updateStrategy':{'type':'RollingUpdate','rollingUpdate':{'partition':32767}}}",
      })
  void aStatefulSetThatRollsIsHeldBackByItsPartition(String strategy, String change) {
    String type = "apps/v1 StatefulSet";
    ObjectNode before =
        changed(
            changed(workload(type), "{'spec':{'updateStrategy':null}}"),
            "{'spec':{'updateStrategy':" + strategy + "}}");
    ObjectNode after = changed(before, V2);

    assertThat(mutated(update(before, after, rollout(type))).path("spec"))
        .isEqualTo(changed(after, "{'spec':" + change + "}").path("spec"));
  }

  @Test
  void aDaemonSetWithoutRollingUpdateBreaksTheWebhook() {
    String type = "apps.kruise.io/v1alpha1 DaemonSet";
    ObjectNode before =
        changed(workload(type), "{'spec':{'updateStrategy':{'rollingUpdate':null}}}");
    Request request = update(before, changed(before, V2), rollout(type));

    assertThatThrownBy(() -> new WorkloadWebhooks().mutate(request))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.code()).isEqualTo(500));
  }
}
