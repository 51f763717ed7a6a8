// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.pod.Pods;
import org.junit.jupiter.api.Test;

class DaemonSetControllerTest {
  private final WorkloadHarness harness =
      new WorkloadHarness(PodBehaviors.standard(), new DaemonSetController());

  @Test
  void runsOnePodOnEachNode() {
    harness.create(set());
    harness.seconds(2);
    assertThat(harness.list("Pod").stream().map(Pods::node))
        .containsExactlyInAnyOrder("node-1", "node-2", "node-3");
    assertThat(harness.get("DaemonSet", "agent").path("status"))
        .isEqualTo(
            WorkloadHarness.json(
                "{'currentNumberScheduled':3,'numberMisscheduled':0,'desiredNumberScheduled':3,"
                    + "'numberReady':3,'observedGeneration':1,'updatedNumberScheduled':3,"
                    + "'numberAvailable':3}"));
  }

  @Test
  void runsOnlyWhereTheSelectorAllows() {
    ObjectNode set = set();
    Json.dig(set, "spec", "template", "spec", "nodeSelector")
        .put("kubernetes.io/hostname", "node-2");
    harness.create(set);
    harness.seconds(2);
    assertThat(harness.list("Pod").stream().map(Pods::node)).containsExactly("node-2");
  }

  @Test
  void replacesOnePodAfterTheOther() {
    harness.create(set());
    harness.seconds(2);
    harness.version("DaemonSet", "agent", "v2");
    harness.seconds(5);
    assertThat(harness.pods("v2")).isEqualTo(3);
    assertThat(harness.history("DaemonSet", "agent"))
        .filteredOn(state -> state.path("status").path("observedGeneration").asInt() == 2)
        .allSatisfy(
            state ->
                assertThat(state.path("status").path("numberAvailable").asInt())
                    .isGreaterThanOrEqualTo(2));
  }

  @Test
  void stopsAtANewPodThatDoesNotBecomeReady() {
    harness.create(set());
    harness.seconds(2);
    harness.patch(
        "DaemonSet",
        "agent",
        "{'spec':{'template':{'metadata':{'annotations':"
            + "{'testkit.rollouts.kruise.io/pods':'never'}}}}}");
    harness.version("DaemonSet", "agent", "v2");
    harness.seconds(10);
    assertThat(harness.pods("v2")).isEqualTo(1);
  }

  private static ObjectNode set() {
    return (ObjectNode)
        WorkloadHarness.json(
            "{'apiVersion':'apps/v1','kind':'DaemonSet','metadata':{'name':'agent'},"
                + "'spec':{'selector':{'matchLabels':{'app':'agent'}},"
                + "'updateStrategy':{'type':'RollingUpdate','rollingUpdate':"
                + "{'maxSurge':0,'maxUnavailable':1}},'template':"
                + WorkloadHarness.template("agent", "v1")
                + "}}");
  }
}
