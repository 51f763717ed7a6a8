// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import static io.kruise.rollouts.testkit.internal.traffic.Bench.CANARY_INGRESS;
import static io.kruise.rollouts.testkit.internal.traffic.Bench.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Effect;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The phases of a TrafficRouting, pass by pass. */
class TrafficRoutingControllerTest {
  private static final ObjectRef REF =
      new ObjectRef("rollouts.kruise.io", "TrafficRouting", "ns", "tr");
  private static final String OBJECT =
      "{'apiVersion':'rollouts.kruise.io/v1alpha1','kind':'TrafficRouting','metadata':"
          + "{'name':'tr','namespace':'ns','uid':'tr-uid','generation':2},'spec':{'objectRef':"
          + "[{'service':'echo','gracePeriodSeconds':1,'ingress':{'name':'echo'}}],"
          + "'strategy':{'weight':20,"
          + "'matches':[{'headers':[{'type':'Exact','name':'h','value':'1'}]}]}}}";

  private final Bench bench = Bench.withIngress().put(OBJECT);
  private final TrafficRoutingController controller =
      new TrafficRoutingController(new NetworkTrafficManager());

  private Step pass() {
    Step step = controller.reconcile(REF, bench, bench.now());
    bench.carryOut(step);
    return step;
  }

  private void change(String patch) {
    ObjectNode after = (ObjectNode) Json.mergePatch(bench.object(REF), tree(patch));
    bench.put(after.toString());
  }

  private String state() {
    ObjectNode object = bench.object(REF);
    return object.path("status").path("phase").asText()
        + "|"
        + object.path("status").path("message").asText()
        + "|"
        + object.path("status").path("observedGeneration").asInt()
        + "|"
        + String.join(",", Meta.finalizers(object));
  }

  @Test
  void hasAFinalizerAndIsHealthyWhenAllIsThere() {
    pass();

    assertThat(state())
        .isEqualTo("Healthy|TrafficRouting is Healthy|2|rollouts.kruise.io/trafficrouting");
    assertThat(pass()).isEqualTo(Step.nothing());
  }

  @Test
  void isTriedAgainWhileSomethingIsMissing() {
    bench.remove(Bench.SERVICE);

    Step step = pass();

    assertThat(step.trouble()).contains("Service \"echo\" not found");
    assertThat(state()).isEqualTo("||0|rollouts.kruise.io/trafficrouting");
  }

  @Test
  void routesWhileARolloutUsesItAndThenPutsAllBack() {
    pass();
    change(
        "{'metadata':{'finalizers':['rollouts.kruise.io/trafficrouting',"
            + "'progressing.rollouts.kruise.io/r']}}");
    pass();
    assertThat(state()).startsWith("Progressing|TrafficRouting is Progressing|2|");

    assertThat(pass().recheckAfter()).contains(Duration.ofSeconds(3));
    assertThat(pass().recheckAfter()).contains(Duration.ofSeconds(3));
    assertThat(Meta.of(bench.object(CANARY_INGRESS)).path("annotations"))
        .isEqualTo(
            tree(
                "{'a':'b','nginx.ingress.kubernetes.io/canary':'true',"
                    + "'nginx.ingress.kubernetes.io/canary-weight':'20',"
                    + "'nginx.ingress.kubernetes.io/canary-by-header':'h',"
                    + "'nginx.ingress.kubernetes.io/canary-by-header-value':'1'}"));
    assertThat(bench.has(Bench.CANARY_SERVICE)).isFalse();
    assertThat(pass()).isEqualTo(Step.nothing());

    change("{'metadata':{'finalizers':['rollouts.kruise.io/trafficrouting']}}");
    pass();
    assertThat(state()).startsWith("Finalizing|TrafficRouting is Finalizing|2|");
    assertThat(pass().recheckAfter()).contains(Duration.ofSeconds(3));
    assertThat(bench.has(CANARY_INGRESS)).isFalse();
    bench.pass(3);
    pass();
    assertThat(state()).startsWith("Healthy|TrafficRouting is Healthy|2|");
  }

  @Test
  void aDeletedOneGoesAtOnceAndItsRoutesWithIt() {
    pass();
    bench.put(
        "{'apiVersion':'networking.k8s.io/v1','kind':'Ingress','metadata':"
            + "{'name':'echo-canary','namespace':'ns'}}");
    change("{'metadata':{'deletionTimestamp':'2026-01-01T00:00:00Z'}}");

    Step step = controller.reconcile(REF, bench, bench.now());

    assertThat(step.effects().get(0))
        .isEqualTo(new Effect.MergePatch(REF, tree("{'metadata':{'finalizers':[]}}")));
    assertThat(step.effects().get(1)).isEqualTo(new Effect.Delete(CANARY_INGRESS));
    assertThat(step.effects()).noneMatch(each -> each instanceof Effect.ReplaceStatus);
    bench.remove(REF);
    assertThat(controller.reconcile(REF, bench, bench.now())).isEqualTo(Step.nothing());
  }

  @Test
  void aDeletedOneThatARolloutHoldsIsTerminating() {
    pass();
    change(
        "{'metadata':{'deletionTimestamp':'2026-01-01T00:00:00Z','finalizers':["
            + "'z','rollouts.kruise.io/trafficrouting','progressing.rollouts.kruise.io/r']}}");

    pass();

    assertThat(state())
        .isEqualTo("Terminating|TrafficRouting is Healthy|2|progressing.rollouts.kruise.io/r,z");
  }

  @Test
  void onlyTrafficRoutingsConcernIt() {
    Change own = new Change(1, Change.Type.ADDED, REF, null, bench.object(REF));
    Change other =
        new Change(1, Change.Type.ADDED, CANARY_INGRESS, null, bench.object(Bench.INGRESS));

    assertThat(controller.concerns(own, bench)).containsExactly(REF);
    assertThat(controller.concerns(other, bench)).isEmpty();
  }
}
