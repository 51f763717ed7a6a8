// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import static io.kruise.rollouts.testkit.internal.traffic.Bench.list;
import static io.kruise.rollouts.testkit.internal.traffic.Bench.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resources of one's own, and the scripts for Istio's. */
class CustomProviderTest {
  private static final String ORIGINAL = "rollouts.kruise.io/original-spec-configuration";
  private static final ObjectRef VIRTUAL_SERVICE =
      new ObjectRef("networking.istio.io", "VirtualService", "ns", "vs");
  private static final ObjectRef DESTINATION_RULE =
      new ObjectRef("networking.istio.io", "DestinationRule", "ns", "dr");

  private static Bench bench() {
    return Bench.withIngress()
        .withoutCanaryService()
        .put(
            "{'apiVersion':'networking.istio.io/v1','kind':'VirtualService','metadata':"
                + "{'name':'vs','namespace':'ns','annotations':{'a':'<b>'}},"
                + "'spec':{'hosts':['*'],'http':[{'route':[{'destination':{'host':'echo'}}]}]}}")
        .put(
            "{'apiVersion':'networking.istio.io/v1','kind':'DestinationRule','metadata':"
                + "{'name':'dr','namespace':'ns','labels':{'l':'m'}},"
                + "'spec':{'host':'echo','subsets':[{'name':'base'}]}}")
        .routing(
            "{'service':'echo','gracePeriodSeconds':1,'customNetworkRefs':["
                + "{'apiVersion':'networking.istio.io/v1','kind':'VirtualService','name':'vs'},"
                + "{'apiVersion':'networking.istio.io/v1','kind':'DestinationRule','name':'dr'}]}");
  }

  @Test
  void routesFromTheContentThatIsKeptAside() {
    Bench bench = bench();
    assertThat(bench.call(Verb.INITIALIZE)).isEqualTo(TrafficResult.DONE);
    long before = bench.revision();

    assertThat(bench.call(Verb.ROUTE)).isEqualTo(TrafficResult.WAIT);

    assertThat(bench.revision()).isEqualTo(before + 4);
    assertThat(Meta.annotation(bench.object(VIRTUAL_SERVICE), ORIGINAL))
        .isEqualTo(
            "{\"spec\":{\"hosts\":[\"*\"],\"http\":[{\"route\":[{\"destination\":"
                + "{\"host\":\"echo\"}}]}]},\"annotations\":{\"a\":\"\\u003cb\\u003e\"}}");
    assertThat(Meta.annotation(bench.object(VIRTUAL_SERVICE), "a")).isEqualTo("<b>");
    assertThat(bench.object(VIRTUAL_SERVICE).at("/spec/http/0/route"))
        .hasToString(
            "[{\"destination\":{\"host\":\"echo\"},\"weight\":80},"
                + "{\"destination\":{\"host\":\"echo\",\"subset\":\"canary\"},\"weight\":20}]");
    assertThat(bench.object(DESTINATION_RULE).path("spec"))
        .isEqualTo(
            tree(
                "{'host':'echo','subsets':[{'name':'base'},"
                    + "{'name':'canary','labels':{'istio.service.tag':'gray'}}]}"));

    assertThat(bench.call(Verb.ROUTE)).isEqualTo(TrafficResult.DONE);
    bench.step("{'traffic':'50%'}").call(Verb.ROUTE);
    assertThat(bench.object(VIRTUAL_SERVICE).at("/spec/http/0/route/0/weight").asInt())
        .isEqualTo(50);
  }

  @Test
  void putsAllBackAsItWas() {
    Bench bench = bench();
    ObjectNode virtualService = bench.object(VIRTUAL_SERVICE).deepCopy();
    ObjectNode destinationRule = bench.object(DESTINATION_RULE).deepCopy();
    bench.call(Verb.ROUTE);

    assertThat(bench.call(Verb.RESTORE_GATEWAY).done()).isFalse();
    assertThat(bench.pass(1).call(Verb.RESTORE_GATEWAY)).isEqualTo(TrafficResult.DONE);

    assertThat(content(bench.object(VIRTUAL_SERVICE))).isEqualTo(content(virtualService));
    assertThat(content(bench.object(DESTINATION_RULE))).isEqualTo(content(destinationRule));
    assertThat(bench.remove(VIRTUAL_SERVICE).remove(DESTINATION_RULE).call(Verb.RESTORE_GATEWAY))
        .isEqualTo(TrafficResult.DONE);
  }

  private static ObjectNode content(ObjectNode object) {
    ObjectNode content = object.deepCopy();
    Json.dig(content, "metadata").remove("resourceVersion");
    if (Meta.of(content).path("annotations").isEmpty()) {
      Json.dig(content, "metadata").remove("annotations");
    }
    return content;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'apiVersion':'networking.istio.io/v1','kind':'Gateway','name':'gw'}"
            + "|failed to get ConfigMap(kruise-rollout/kruise-rollout-configuration)",
        "{'apiVersion':'networking.istio.io/v1','kind':'VirtualService','name':'x'}"
            + "|VirtualService.networking.istio.io \"x\" not found",
      })
  void needsAScriptAndTheObject(String ref, String error) {
    Bench bench =
        bench()
            .put(
                "{'apiVersion':'networking.istio.io/v1','kind':'Gateway','metadata':"
                    + "{'name':'gw','namespace':'ns'}}")
            .routing("{'service':'echo','customNetworkRefs':[" + ref + "]}");

    assertThat(bench.call(Verb.INITIALIZE).error()).contains(error);
  }

  @ParameterizedTest
  @CsvSource({
    "lua.traffic.routing.Gateway.networking.istio.io,can't be run here",
    "other,expected script not found neither locally nor in ConfigMap"
  })
  void scriptsOfOnesOwnAreRefused(String key, String error) {
    Bench bench =
        bench()
            .put(
                "{'apiVersion':'networking.istio.io/v1','kind':'Gateway','metadata':"
                    + "{'name':'gw','namespace':'ns'}}")
            .put(
                "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'namespace':'kruise-rollout',"
                    + "'name':'kruise-rollout-configuration'},'data':{'"
                    + key
                    + "':'return obj.data'}}")
            .routing(
                "{'service':'echo','customNetworkRefs':[{'apiVersion':'networking.istio.io/v1',"
                    + "'kind':'Gateway','name':'gw'}]}");

    assertThat(bench.call(Verb.INITIALIZE).error().orElse("")).endsWith(error);
  }

  private static ObjectNode routed(
      String spec, int weight, String matches, String modifier, String canary) {
    ObjectNode routed = tree(spec);
    IstioVirtualService.route(
        routed,
        new Route(
            weight < 0 ? OptionalInt.empty() : OptionalInt.of(weight),
            list(matches),
            tree("{'m':" + modifier + "}").path("m")),
        "svc",
        canary);
    return routed;
  }

  /** Weight (-1 for none), canary Service, the rule's routes; the routes afterwards. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "50|svc|[{'destination':{'host':'svc','subset':'base'}}]"
            + "|[{'destination':{'host':'svc','subset':'base'},'weight':50},"
            + "{'destination':{'host':'svc','subset':'canary'},'weight':50}]",
        "20|svc-canary|[{'destination':{'host':'svc.ns.svc.cluster.local'}}]"
            + "|[{'destination':{'host':'svc.ns.svc.cluster.local'},'weight':80},"
            + "{'destination':{'host':'svc-canary'},'weight':20}]",
        "-1|svc-canary|[{'destination':{'host':'svc'}}]"
            + "|[{'destination':{'host':'svc'},'weight':0},"
            + "{'destination':{'host':'svc-canary'},'weight':100}]",
        "15|svc-canary|[{'destination':{'host':'svc'},'weight':33},"
            + "{'destination':{'host':'other'},'weight':67}]"
            + "|[{'destination':{'host':'svc'},'weight':28},"
            + "{'destination':{'host':'other'},'weight':56},"
            + "{'destination':{'host':'svc-canary'},'weight':15}]",
        "15|svc-canary|[{'destination':{'host':'svc'}},{'destination':{'host':'other'}}]"
            + "|[{'destination':{'host':'svc'},'weight':42},"
            + "{'destination':{'host':'other'},'weight':42},"
            + "{'destination':{'host':'svc-canary'},'weight':15}]",
        "15|svc-canary|[{'destination':{'host':'other'}}]|[{'destination':{'host':'other'}}]",
      })
  void aVirtualServiceSharesByWeight(int weight, String canary, String routes, String expected) {
    for (String protocol : new String[] {"http", "tcp", "tls"}) {
      assertThat(
              routed(
                  "{'" + protocol + "':[{'route':" + routes + "}]}", weight, "[]", "null", canary))
          .isEqualTo(tree("{'" + protocol + "':[{'route':" + expected + "}]}"));
    }
  }

  @Test
  void rulesWithMatchesOfTheirOwnStay() {
    String spec =
        "{'http':[{'match':[{'uri':{'exact':'/'}}],'route':[{'destination':{'host':'svc'}}]}]}";

    assertThat(routed(spec, 20, "[]", "null", "svc-canary")).isEqualTo(tree(spec));
  }

  @Test
  void matchesMakeRulesInFrontTheLastOneFirst() {
    String base = "{'route':[{'destination':{'host':'svc'}}]}";

    assertThat(
            routed(
                "{'http':[" + base + "]}",
                30,
                "[{'headers':[{'type':'Exact','name':'user-agent','value':'pc'},"
                    + "{'type':'RegularExpression','name':'name','value':'.*demo'}]},"
                    + "{'path':{'type':'PathPrefix','value':'/x'},"
                    + "'queryParams':[{'type':'Exact','name':'q','value':'1'}]}]",
                "{'set':[{'name':'header-foo','value':'bar'}],'remove':['gone']}",
                "svc"))
        .isEqualTo(
            tree(
                "{'http':[{'match':[{'uri':{'prefix':'/x'},'queryParams':{'q':{'exact':'1'}}}],"
                    + "'headers':{'request':{'set':{'header-foo':'bar'},'remove':['gone']}},"
                    + "'route':[{'destination':{'host':'svc','subset':'canary'}}]},"
                    + "{'match':[{'headers':{'user-agent':{'exact':'pc'},"
                    + "'name':{'regex':'.*demo'}}}],"
                    + "'headers':{'request':{'set':{'header-foo':'bar'},'remove':['gone']}},"
                    + "'route':[{'destination':{'host':'svc','subset':'canary'}}]},"
                    + base
                    + "]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'http':[{'redirect':{}}]}"})
  void whereTheScriptFailsSoDoesThis(String spec) {
    String matches = spec.equals("{}") ? "[{'headers':[]}]" : "[]";

    assertThatThrownBy(() -> routed(spec, 30, matches, "null", "svc"))
        .isInstanceOf(RoutingFailedException.class);
  }

  @Test
  void whatIsEmptyIsGoneAsLuaDoesNotTellItFromNone() {
    ObjectNode spec = tree("{'subsets':[],'trafficPolicy':{'tls':{}},'host':''}");
    RouteScript.of(DESTINATION_RULE, Bench.withIngress())
        .run(spec, Route.of(null), "svc", "svc-canary");

    assertThat(spec)
        .isEqualTo(
            tree(
                "{'subsets':[{'name':'canary','labels':{'istio.service.tag':'gray'}}],'host':''}"));
  }
}
