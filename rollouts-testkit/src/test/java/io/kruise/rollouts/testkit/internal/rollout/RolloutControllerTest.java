// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ObjectService;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.engine.Effect;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import io.kruise.rollouts.testkit.internal.traffic.TrafficResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutControllerTest {
  private final ObjectStore store = new ObjectStore();
  private final ObjectService world =
      new ObjectService(store, SchemaRules.NONE, List.of(), () -> Bench.START);
  private final RolloutController controller =
      new RolloutController((verb, context, all, now, step) -> TrafficResult.DONE);

  private void rollout(String strategy, String status) {
    store.put(
        Bench.json(
            "{'apiVersion':'rollouts.kruise.io/v1beta1','kind':'Rollout','metadata':{"
                + "'name':'rollouts-demo','namespace':'ns','generation':1},'spec':{'workloadRef':"
                + "{'apiVersion':'apps/v1','kind':'Deployment','name':'w'},'strategy':"
                + strategy
                + "},'status':"
                + status
                + "}"));
  }

  private void deployment(int generation, int observed) {
    store.put(
        Bench.json(
            "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'w','namespace':'ns',"
                + "'generation':"
                + generation
                + "},'spec':{'replicas':1},'status':{'observedGeneration':"
                + observed
                + "}}"));
  }

  private Step pass() {
    return controller.reconcile(Bench.ROLLOUT, world, Bench.START);
  }

  private Collection<ObjectRef> woken(
      Change.Type type, String apiVersion, String kind, String name) {
    ObjectNode object = Bench.json("{'apiVersion':'" + apiVersion + "','kind':'" + kind + "'}");
    Json.dig(object, "metadata").put("name", name).put("namespace", "ns");
    return controller.concerns(new Change(1, type, ObjectRef.of(object), null, object), world);
  }

  @Test
  void isWokenByRolloutsAndTheirWorkloads() {
    rollout(PartitionWalkTest.STRATEGY, "{}");
    assertThat(woken(Change.Type.ADDED, "rollouts.kruise.io/v1beta1", "Rollout", "other"))
        .extracting(ObjectRef::name)
        .containsExactly("other");
    for (Change.Type type : Change.Type.values()) {
      assertThat(woken(type, "apps/v1", "Deployment", "w")).containsExactly(Bench.ROLLOUT);
    }
    assertThat(woken(Change.Type.MODIFIED, "apps/v1", "Deployment", "other")).isEmpty();
    assertThat(woken(Change.Type.MODIFIED, "apps/v1", "StatefulSet", "w")).isEmpty();
  }

  @Test
  void isWokenOnlyByChangesOfABatchRelease() {
    String version = "rollouts.kruise.io/v1beta1";
    assertThat(woken(Change.Type.MODIFIED, version, "BatchRelease", "rollouts-demo"))
        .containsExactly(Bench.ROLLOUT);
    assertThat(woken(Change.Type.ADDED, version, "BatchRelease", "rollouts-demo")).isEmpty();
    assertThat(woken(Change.Type.DELETED, version, "BatchRelease", "rollouts-demo")).isEmpty();
  }

  @Test
  void writesNoStatusWhileTheWorkloadsLagsBehind() {
    rollout(PartitionWalkTest.STRATEGY, "{}");
    deployment(2, 1);
    Step step = pass();
    assertThat(step.recheckAfter()).contains(Duration.ofSeconds(3));
    assertThat(step.effects()).noneMatch(Effect.ReplaceStatus.class::isInstance);
    assertThat(step.trouble()).isEmpty();
  }

  @Test
  void marksTheRolloutAndItsWorkloadFirst() {
    rollout(PartitionWalkTest.STRATEGY, "{}");
    deployment(1, 1);
    assertThat(pass().effects())
        .extracting(Object::getClass)
        .containsExactly(
            Effect.MergePatch.class,
            Effect.MergePatch.class,
            Effect.MergePatch.class,
            Effect.ReplaceStatus.class);
    assertThat(pass().effects().get(0).toString())
        .contains("rollouts.kruise.io/rollout", "\"enableExtraWorkloadForCanary\":null");
    assertThat(pass().effects().get(1).toString())
        .contains("\"rollouts.kruise.io/workload-type\":\"deployment\"");
    assertThat(pass().effects().get(2).toString()).contains("rollouts.kruise.io/hash");
  }

  @Test
  void doesNothingForARolloutThatIsGone() {
    assertThat(pass()).isEqualTo(Step.nothing());
  }

  @Test
  void failsAsUpstreamPanics() {
    deployment(1, 1);
    rollout("{}", "{}");
    assertThat(pass().trouble()).contains("panic: the strategy is neither canary nor blueGreen");
    rollout(PartitionWalkTest.STRATEGY, "{'phase':'Progressing'}");
    assertThat(pass().trouble()).contains("panic: no condition Progressing");
    rollout(
        PartitionWalkTest.STRATEGY,
        "{'phase':'Progressing','conditions':[{'type':'Progressing','reason':'InRolling'}]}");
    assertThat(pass().trouble())
        .contains("panic: the status has neither canaryStatus nor blueGreenStatus");
    assertThat(pass().effects()).noneMatch(Effect.ReplaceStatus.class::isInstance);
  }

  @Test
  void doesNothingOfAReleaseThatIsDeletedWhileTheWorkloadLagsBehind() {
    deployment(2, 1);
    rollout(
        PartitionWalkTest.STRATEGY,
        "{'phase':'Progressing','conditions':[{'type':'Progressing','reason':'Completed'}]}");
    store.put(
        (ObjectNode)
            Json.mergePatch(
                store.get(Bench.ROLLOUT).orElseThrow(),
                Bench.json("{'metadata':{'deletionTimestamp':'x'}}")));
    Step step = pass();
    assertThat(step.trouble()).isEmpty();
    assertThat(step.effects().get(step.effects().size() - 1).toString())
        .contains("\"phase\":\"Terminating\"");
  }

  @Test
  void removesItsFinalizerOnlyWhenTheEndIsComplete() {
    deployment(1, 1);
    store.put(
        Bench.json(
            "{'apiVersion':'rollouts.kruise.io/v1beta1','kind':'Rollout','metadata':{"
                + "'name':'rollouts-demo','namespace':'ns','generation':1,'deletionTimestamp':'x',"
                + "'finalizers':['z','rollouts.kruise.io/rollout','a']},'spec':{'workloadRef':"
                + "{'apiVersion':'apps/v1','kind':'Deployment','name':'w'},'strategy':"
                + PartitionWalkTest.STRATEGY
                + "},'status':{'phase':'Terminating','conditions':[{'type':'Terminating',"
                + "'status':'False','reason':'Completed'}]}}"));
    Effect.MergePatch patch = (Effect.MergePatch) pass().effects().get(0);
    assertThat(Meta.finalizers(patch.patch())).containsExactly("a", "z");
  }
}
