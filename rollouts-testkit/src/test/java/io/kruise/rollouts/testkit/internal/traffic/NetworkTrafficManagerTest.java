// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import static io.kruise.rollouts.testkit.internal.traffic.Bench.CANARY_INGRESS;
import static io.kruise.rollouts.testkit.internal.traffic.Bench.CANARY_SERVICE;
import static io.kruise.rollouts.testkit.internal.traffic.Bench.INGRESS;
import static io.kruise.rollouts.testkit.internal.traffic.Bench.SERVICE;
import static io.kruise.rollouts.testkit.internal.traffic.Bench.tree;
import static io.kruise.rollouts.testkit.internal.traffic.Bench.withIngress;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs of the traffic manager, as pkg/trafficrouting/manager.go has them. */
class NetworkTrafficManagerTest {
  private static final String WEIGHT = "nginx.ingress.kubernetes.io/canary-weight";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static JsonNode selector(Bench bench, ObjectRef service) {
    return Json.at(bench.object(service), "spec", "selector");
  }

  private static TrafficResult waitFor(Duration left) {
    return new TrafficResult(false, Optional.empty(), Optional.of(left), Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void withoutTrafficRoutingsAllIsDone(Verb verb) {
    Bench bench = withIngress().routing("");
    long before = bench.revision();

    assertThat(bench.call(verb)).isEqualTo(TrafficResult.DONE);
    assertThat(bench.revision()).isEqualTo(before);
  }

  @Test
  void initializesWhenAllIsThere() {
    Bench bench = withIngress();
    long before = bench.revision();

    assertThat(bench.call(Verb.INITIALIZE)).isEqualTo(TrafficResult.DONE);
    assertThat(bench.revision()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'service':'other','ingress':{'name':'echo'}}|Service \"other\" not found",
        "{'service':'echo','ingress':{'name':'other'}}"
            + "|Ingress.networking.k8s.io \"other\" not found",
        "{'service':'echo','gateway':{'httpRouteName':'other'}}"
            + "|HTTPRoute.gateway.networking.k8s.io \"other\" not found",
        "{'service':'echo','customNetworkRefs':[{'apiVersion':'a/v1','kind':'B','name':'c'}]}"
            + "|B.a \"c\" not found",
        "{'service':'echo','ingress':{'name':'echo','classType':'own'}}"
            + "|own lua script is not found",
        "{'service':'echo'}|TrafficRouting current only supports Ingress, Gateway API and"
            + " CustomNetworkRefs",
      })
  void whatIsMissingIsAnError(String routing, String error) {
    TrafficResult result = withIngress().routing(routing).call(Verb.INITIALIZE);

    assertThat(result.done()).isFalse();
    assertThat(result.error()).contains(error);
  }

  /** As in a step of 20% with a grace period of one second, looked at every three. */
  @Test
  void routesInFourLooks() {
    Bench bench = withIngress().updatedNow();

    assertThat(bench.pass(0.5).call(Verb.ROUTE)).isEqualTo(TrafficResult.WAIT);
    assertThat(bench.has(CANARY_SERVICE)).isFalse();

    assertThat(bench.pass(0.5).call(Verb.ROUTE).lastUpdateTime()).contains(bench.now());
    assertThat(selector(bench, SERVICE)).isEqualTo(tree("{'app':'demo','hash':'old'}"));
    assertThat(selector(bench, CANARY_SERVICE)).isEqualTo(tree("{'app':'demo','hash':'new'}"));
    assertThat(bench.has(CANARY_INGRESS)).isFalse();

    assertThat(bench.pass(0.9).call(Verb.ROUTE)).isEqualTo(TrafficResult.WAIT);
    assertThat(bench.has(CANARY_INGRESS)).isFalse();

    assertThat(bench.pass(0.1).call(Verb.ROUTE)).isEqualTo(TrafficResult.WAIT);
    assertThat(Meta.annotation(bench.object(CANARY_INGRESS), WEIGHT)).isEqualTo("0");

    assertThat(bench.call(Verb.ROUTE)).isEqualTo(TrafficResult.WAIT);
    assertThat(Meta.annotation(bench.object(CANARY_INGRESS), WEIGHT)).isEqualTo("20");

    long before = bench.revision();
    assertThat(bench.call(Verb.ROUTE)).isEqualTo(TrafficResult.DONE);
    assertThat(bench.revision()).isEqualTo(before);
  }

  @Test
  void aStepThatSaysNothingOfTrafficIsRouted() {
    Bench bench = withIngress().remove(SERVICE).step("{'replicas':1,'matches':[]}");

    assertThat(bench.call(Verb.ROUTE)).isEqualTo(TrafficResult.DONE);
  }

  @Test
  void waitsForTheStableService() {
    assertThat(withIngress().remove(SERVICE).call(Verb.ROUTE)).isEqualTo(TrafficResult.WAIT);
  }

  @ParameterizedTest
  @CsvSource({"'',new", "old,''"})
  void waitsForBothRevisions(String stable, String canary) {
    Bench bench = withIngress().revisions(stable, canary);

    assertThat(bench.call(Verb.ROUTE)).isEqualTo(TrafficResult.WAIT);
    assertThat(bench.has(CANARY_SERVICE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0,3", "-1,3", "5,5"})
  void theGracePeriodAfterAnUpdateIsNeverNone(int asked, int waits) {
    Bench bench =
        withIngress()
            .routing(
                "{'service':'echo','gracePeriodSeconds':" + asked + ",'ingress':{'name':'echo'}}")
            .updatedNow();

    assertThat(bench.pass(waits - 0.1).call(Verb.ROUTE)).isEqualTo(TrafficResult.WAIT);
    assertThat(bench.pass(0.1).call(Verb.ROUTE).lastUpdateTime()).isPresent();
  }

  @Test
  void aCanaryServiceOfAnOlderReleaseIsTurnedToTheNewPods() {
    Bench bench = withIngress();
    bench.call(Verb.ROUTE);

    bench.revisions("old", "newer").pass(1).call(Verb.ROUTE);

    assertThat(selector(bench, CANARY_SERVICE)).isEqualTo(tree("{'app':'demo','hash':'newer'}"));
  }

  @Test
  void theCanaryServiceIsTheRolloutsOwnAndWithoutWhatTheClusterGave() {
    Bench bench =
        withIngress()
            .put(
                "{'apiVersion':'v1','kind':'Service','metadata':{'name':'echo','namespace':'ns',"
                    + "'labels':{'l':'m'}},'spec':{'type':'NodePort','clusterIP':'10.0.0.1',"
                    + "'clusterIPs':['10.0.0.1'],'externalIPs':['1.2.3.4'],"
                    + "'ipFamilies':['IPv4'],'ipFamilyPolicy':'SingleStack','loadBalancerIP':'x',"
                    + "'selector':{'app':'demo','tier':'web'},"
                    + "'ports':[{'port':80,'nodePort':30080}]}}")
            .owner(
                "{'apiVersion':'rollouts.kruise.io/v1beta1','kind':'Rollout','metadata':"
                    + "{'name':'r','namespace':'ns','uid':'r-uid'},'spec':{'strategy':{'canary':"
                    + "{'patchPodTemplateMetadata':{'labels':{'tier':'canary','more':'x'}}}}}}");
    bench.call(Verb.ROUTE);

    assertThat(bench.object(CANARY_SERVICE).deepCopy().without("metadata").toString())
        .isEqualTo(
            tree("{'apiVersion':'v1','kind':'Service','spec':{'type':'NodePort',"
                    + "'selector':{'app':'demo','tier':'canary','hash':'new'},"
                    + "'ports':[{'port':80}]}}")
                .toString());
    assertThat(Meta.of(bench.object(CANARY_SERVICE)).path("ownerReferences").path(0))
        .isEqualTo(
            tree(
                "{'apiVersion':'rollouts.kruise.io/v1beta1','kind':'Rollout','name':'r',"
                    + "'uid':'r-uid','controller':true,'blockOwnerDeletion':true}"));
    assertThat(Meta.of(bench.object(CANARY_SERVICE)).has("labels")).isFalse();
  }

  @Test
  void withoutACanaryServiceOnlyTheNetworkIsChanged() {
    Bench bench = withIngress().withoutCanaryService();
    bench.call(Verb.ROUTE);

    assertThat(bench.has(CANARY_SERVICE)).isFalse();
    assertThat(selector(bench, SERVICE)).isEqualTo(tree("{'app':'demo'}"));
    assertThat(bench.object(CANARY_INGRESS).at("/spec/rules/0/http/paths/0/backend/service/name"))
        .hasToString("\"echo\"");
  }

  @Test
  void patchesTheStableServiceAndWaits() {
    Bench bench = withIngress();

    TrafficResult patched = bench.call(Verb.PATCH_STABLE_SERVICE);
    assertThat(patched.done()).isFalse();
    assertThat(patched.recheckAfter()).contains(SECOND);
    assertThat(patched.lastUpdateTime()).contains(bench.now());
    assertThat(selector(bench, SERVICE)).isEqualTo(tree("{'app':'demo','hash':'old'}"));

    assertThat(bench.pass(0.25).call(Verb.PATCH_STABLE_SERVICE))
        .isEqualTo(waitFor(Duration.ofMillis(750)));
    assertThat(bench.pass(0.75).call(Verb.PATCH_STABLE_SERVICE)).isEqualTo(TrafficResult.DONE);
    assertThat(bench.notes()).isZero();
  }

  @Test
  void whatNeedsNoPatchNeedsNoGrace() {
    Bench bench = withIngress();
    bench.call(Verb.PATCH_STABLE_SERVICE);
    bench.pass(1).call(Verb.PATCH_STABLE_SERVICE);

    assertThat(bench.call(Verb.PATCH_STABLE_SERVICE)).isEqualTo(TrafficResult.DONE);
  }

  @Test
  void aGracePeriodOfNoneIsNotWaitedFor() {
    Bench bench =
        withIngress()
            .routing("{'service':'echo','gracePeriodSeconds':0,'ingress':{'name':'echo'}}");

    TrafficResult result = bench.call(Verb.PATCH_STABLE_SERVICE);

    assertThat(result.done()).isTrue();
    assertThat(result.lastUpdateTime()).contains(bench.now());
    assertThat(bench.notes()).isZero();
  }

  @Test
  void aStableServiceThatIsGoneCannotBePatchedButNeedsNoRestoring() {
    Bench bench = withIngress().remove(SERVICE);

    assertThat(bench.call(Verb.PATCH_STABLE_SERVICE).error())
        .contains("Service \"echo\" not found");
    assertThat(bench.call(Verb.RESTORE_STABLE_SERVICE)).isEqualTo(TrafficResult.DONE);
  }

  @Test
  void withoutACanaryServicePatchingIsNeverDone() {
    Bench bench = withIngress().withoutCanaryService();

    assertThat(bench.call(Verb.PATCH_STABLE_SERVICE)).isEqualTo(TrafficResult.WAIT);
    assertThat(bench.call(Verb.REMOVE_CANARY_SERVICE)).isEqualTo(TrafficResult.DONE);
  }

  @Test
  void finalisesOneAfterTheOther() {
    Bench bench = withIngress();
    for (int look = 0; look < 4; look++) {
      bench.pass(1).call(Verb.ROUTE);
    }
    assertThat(bench.call(Verb.ROUTE)).isEqualTo(TrafficResult.DONE);

    assertThat(bench.call(Verb.FINALISE).recheckAfter()).contains(SECOND);
    assertThat(selector(bench, SERVICE)).isEqualTo(tree("{'app':'demo'}"));
    assertThat(bench.has(CANARY_INGRESS)).isTrue();

    assertThat(bench.pass(0.5).call(Verb.FINALISE)).isEqualTo(waitFor(Duration.ofMillis(500)));
    assertThat(bench.has(CANARY_INGRESS)).isTrue();

    assertThat(bench.pass(0.5).call(Verb.FINALISE).lastUpdateTime()).contains(bench.now());
    assertThat(bench.has(CANARY_INGRESS)).isFalse();
    assertThat(bench.has(CANARY_SERVICE)).isTrue();

    assertThat(bench.pass(1).call(Verb.FINALISE)).isEqualTo(waitFor(SECOND));
    assertThat(bench.has(CANARY_SERVICE)).isFalse();

    assertThat(bench.pass(1).call(Verb.FINALISE)).isEqualTo(TrafficResult.DONE);
    assertThat(bench.has(SERVICE)).isTrue();
    assertThat(bench.has(INGRESS)).isTrue();
    assertThat(bench.notes()).isZero();
  }

  @Test
  void withoutGraceAllIsFinalisedAtOnce() {
    Bench bench = withIngress();
    for (int look = 0; look < 4; look++) {
      bench.pass(1).call(Verb.ROUTE);
    }
    bench.routing("{'service':'echo','gracePeriodSeconds':0,'ingress':{'name':'echo'}}");

    TrafficResult result = bench.call(Verb.FINALISE);

    assertThat(result.done()).isTrue();
    assertThat(result.lastUpdateTime()).contains(bench.now());
    assertThat(bench.has(CANARY_INGRESS) || bench.has(CANARY_SERVICE)).isFalse();
    assertThat(selector(bench, SERVICE)).isEqualTo(tree("{'app':'demo'}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'traffic':'20%'}", "{'matches':[{'headers':[]}]}", "{'replicas':1}"})
  void routesAllToTheNewVersionWhateverTheStepSays(String step) {
    Bench bench = withIngress().step(step);

    assertThat(bench.call(Verb.ROUTE_ALL_TO_NEW).lastUpdateTime()).contains(bench.now());
    assertThat(Meta.annotation(bench.object(CANARY_INGRESS), WEIGHT)).isEqualTo("0");
    assertThat(bench.pass(1).call(Verb.ROUTE_ALL_TO_NEW).recheckAfter()).contains(SECOND);
    assertThat(Meta.annotation(bench.object(CANARY_INGRESS), WEIGHT)).isEqualTo("100");
    assertThat(bench.pass(0.5).call(Verb.ROUTE_ALL_TO_NEW).done()).isFalse();
    assertThat(bench.pass(0.5).call(Verb.ROUTE_ALL_TO_NEW)).isEqualTo(TrafficResult.DONE);
  }

  @Test
  void severalNetworksAreRoutedTogether() {
    Bench bench =
        withIngress()
            .put(
                "{'apiVersion':'gateway.networking.k8s.io/v1','kind':'HTTPRoute','metadata':"
                    + "{'name':'echo','namespace':'ns'},'spec':{'rules':[{'backendRefs':"
                    + "[{'kind':'Service','name':'echo','port':80}]}]}}")
            .routing(
                "{'service':'echo','gracePeriodSeconds':0,'ingress':{'name':'echo'},"
                    + "'gateway':{'httpRouteName':'echo'}}");
    ObjectRef route = new ObjectRef("gateway.networking.k8s.io", "HTTPRoute", "ns", "echo");
    bench.call(Verb.ROUTE);
    bench.pass(3).call(Verb.ROUTE);

    assertThat(bench.object(route).at("/spec/rules/0/backendRefs"))
        .hasToString(
            tree("{'l':[{'kind':'Service','name':'echo','port':80,'weight':80},"
                    + "{'kind':'Service','name':'echo-canary','port':80,'weight':20}]}")
                .path("l")
                .toString());
    assertThat(bench.has(CANARY_INGRESS)).isTrue();

    bench.call(Verb.RESTORE_GATEWAY);

    assertThat(bench.object(route).at("/spec/rules/0/backendRefs"))
        .hasToString("[{\"kind\":\"Service\",\"name\":\"echo\",\"port\":80,\"weight\":1}]");
    assertThat(bench.has(CANARY_INGRESS)).isFalse();
  }
}
