// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.lifecycle;

import static io.kruise.rollouts.testkit.internal.workload.WorkloadHarness.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.workload.DeploymentController;
import io.kruise.rollouts.testkit.internal.workload.ReplicaSetController;
import io.kruise.rollouts.testkit.internal.workload.WorkloadHarness;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GarbageCollectorTest {
  private final WorkloadHarness harness =
      new WorkloadHarness(
          PodBehaviors.standard(),
          types ->
              List.of(
                  new DeploymentController(),
                  new ReplicaSetController(),
                  new GarbageCollector(types)));

  @BeforeEach
  void deploy() {
    harness.create(deployment("web", 3, "v1"));
    harness.seconds(2);
  }

  @Test
  void deletesWhatTheOwnerLeavesBehind() {
    harness.delete("Deployment", "web", "DEFAULT");
    assertThat(harness.exists("Deployment", "web")).isFalse();
    harness.seconds(2);
    assertThat(harness.list("ReplicaSet")).isEmpty();
    assertThat(harness.list("Pod")).isEmpty();
  }

  @Test
  void deletesDependentsBeforeAnOwnerInTheForeground() {
    harness.delete("Deployment", "web", "FOREGROUND");
    assertThat(Meta.deleting(harness.get("Deployment", "web"))).isTrue();
    harness.seconds(2);
    List<String> gone =
        harness.cluster().store().changesAfter(0).stream()
            .filter(change -> change.type() == Change.Type.DELETED)
            .map(Change::ref)
            .map(ObjectRef::kind)
            .toList();
    assertThat(gone).containsExactly("Pod", "Pod", "Pod", "ReplicaSet", "Deployment");
  }

  @Test
  void freesDependentsThatAreToStay() {
    harness.delete("Deployment", "web", "ORPHAN");
    harness.seconds(2);
    assertThat(harness.exists("Deployment", "web")).isFalse();
    assertThat(harness.list("ReplicaSet"))
        .singleElement()
        .satisfies(set -> assertThat(Meta.of(set).has("ownerReferences")).isFalse());
    assertThat(harness.list("Pod")).hasSize(3);

    harness.create(deployment("web", 3, "v1"));
    harness.seconds(2);
    assertThat(harness.list("ReplicaSet")).hasSize(1);
    assertThat(harness.list("Pod")).hasSize(3);
  }

  @Test
  void keepsWhatHasAnotherOwnerAndForgetsTheOneThatIsGone() {
    harness.create(owned("both", owner("web", uid("web")), owner("other", "no-such-uid")));
    harness.seconds(2);
    assertThat(OwnerReferences.all(harness.get("ConfigMap", "both")))
        .singleElement()
        .satisfies(each -> assertThat(each.path("name").asText()).isEqualTo("web"));
  }

  @Test
  void deletesWhatIsCreatedForAnOwnerThatIsNotThere() {
    harness.create(owned("late", owner("web", "an-earlier-uid")));
    harness.seconds(2);
    assertThat(harness.exists("ConfigMap", "late")).isFalse();
  }

  @Test
  void leavesAloneWhatHasAnOwnerOfAKindThatNobodyServes() {
    harness.create(
        owned("foreign", "{'apiVersion':'x.example/v1','kind':'X','name':'x','uid':'1'}"));
    harness.seconds(2);
    assertThat(harness.exists("ConfigMap", "foreign")).isTrue();
  }

  private String uid(String deployment) {
    return Meta.uid(harness.get("Deployment", deployment));
  }

  private static String owner(String name, String uid) {
    return "{'apiVersion':'apps/v1','kind':'Deployment','name':'" + name + "','uid':'" + uid + "'}";
  }

  private static String owned(String name, String... owners) {
    return "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'"
        + name
        + "','ownerReferences':["
        + String.join(",", owners)
        + "]}}";
  }
}
