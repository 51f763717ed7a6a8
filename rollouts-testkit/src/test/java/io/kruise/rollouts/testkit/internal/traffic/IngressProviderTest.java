// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import static io.kruise.rollouts.testkit.internal.traffic.Bench.CANARY_INGRESS;
import static io.kruise.rollouts.testkit.internal.traffic.Bench.list;
import static io.kruise.rollouts.testkit.internal.traffic.Bench.tree;
import static io.kruise.rollouts.testkit.internal.traffic.Bench.withIngress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The canary Ingress, and the annotations that each class of Ingress controller reads. */
class IngressProviderTest {
  private static final String HEADER = "{'type':'Exact','name':'user','value':'pc'}";
  private static final String PATTERN = "{'type':'RegularExpression','name':'user','value':'p.*'}";
  private static final String COOKIE = "{'type':'Exact','name':'canary-by-cookie','value':'c'}";

  private static Route route(int weight, String matches, String modifier) {
    return new Route(
        weight < 0 ? OptionalInt.empty() : OptionalInt.of(weight),
        list(matches),
        tree("{'m':" + modifier + "}").path("m"));
  }

  private static IngressClass type(String name) {
    return IngressClass.of(withIngress(), name);
  }

  /**
   * Class, weight (-1 for none), matches; what is set below the class's prefix, beside canary:
   * true.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nginx|0|[]|{'weight':'0'}",
        "nginx|20|[]|{'weight':'20'}",
        "nginx|-1|[]|{}",
        "``|5|[]|{'weight':'5'}",
        "nginx|-1|[{'headers':[" + HEADER + "]}]|{'by-header':'user','by-header-value':'pc'}",
        "nginx|-1|[{'headers':[" + PATTERN + "]}]|{'by-header':'user','by-header-pattern':'p.*'}",
        "nginx|10|[{'headers':[" + COOKIE + "]}]|{'weight':'10','by-cookie':'c'}",
        "nginx|-1|[{'headers':["
            + HEADER
            + ","
            + COOKIE
            + "]}]"
            + "|{'by-header':'user','by-header-value':'pc'}",
        "nginx|-1|[{'headers':["
            + HEADER
            + "]},{'headers':["
            + COOKIE
            + "]}]"
            + "|{'by-header':'user','by-header-value':'pc','by-cookie':'c'}",
        "nginx|-1|[{'path':{'value':'/'}},{'headers':[]}]|{}",
        "higress|20|[{'headers':["
            + HEADER
            + "]}]"
            + "|{'weight':'20','by-header':'user','by-header-value':'pc'}",
        "aliyun-alb|-1|[{'headers':["
            + PATTERN
            + "]}]"
            + "|{'by-header':'user','by-header-pattern':'p.*'}",
        "mse|20|[{'headers':["
            + HEADER
            + "]}]"
            + "|{'weight':'20','by-header':'user','by-header-value':'pc'}",
      })
  void annotationsSayWhichRequestsAreTaken(
      String name, int weight, String matches, String expected) {
    String prefix = (name.equals("aliyun-alb") ? "alb" : "nginx") + ".ingress.kubernetes.io/canary";
    ObjectNode wanted = tree("{'other':'stays'}").put(prefix, "true");
    if (name.equals("aliyun-alb")) {
      wanted.put("alb.ingress.kubernetes.io/order", "1");
    }
    tree(expected)
        .properties()
        .forEach(each -> wanted.set(prefix + "-" + each.getKey(), each.getValue()));
    ObjectNode before = tree("{'other':'stays'}");
    for (String old : new String[] {"by-cookie", "by-header", "by-header-value", "weight"}) {
      before.put(prefix + "-" + old, "old");
    }

    ObjectNode got = type(name).annotations(before, route(weight, matches, "null"));

    assertThat(got).isEqualTo(wanted);
    assertThat(before.path(prefix + "-weight").asText()).isEqualTo("old");
  }

  @Test
  void mseHasMore() {
    String mse = "mse.ingress.kubernetes.io/";
    String nginx = "nginx.ingress.kubernetes.io/";
    ObjectNode before =
        Json.object()
            .put(mse + "service-subset", "base")
            .put(mse + "canary-by-query", "old")
            .put(mse + "canary-by-query-value", "old");

    ObjectNode got =
        type("mse")
            .annotations(
                before,
                route(
                    -1,
                    "[{'queryParams':[{'type':'Exact','name':'q','value':'1'}]},"
                        + "{'queryParams':[{'type':'RegularExpression','name':'r','value':'.*'}]}]",
                    "{'set':[{'name':'a','value':'b'},{'name':'c','value':'d'}]}"));

    assertThat(got)
        .isEqualTo(
            Json.object()
                .put(mse + "service-subset", "gray")
                .put(nginx + "canary", "true")
                .put(mse + "request-header-control-update", "a bc d")
                .put(nginx + "canary-by-query", "r")
                .put(nginx + "canary-by-query-value", "1")
                .put(nginx + "canary-by-query-pattern", ".*"));
  }

  @Test
  void whereAScriptOfUpstreamFailsSoDoesThis() {
    assertThatThrownBy(
            () -> type("mse").annotations(Json.object().path("none"), route(0, "[]", "null")))
        .isInstanceOf(RoutingFailedException.class);
    assertThatThrownBy(
            () -> type("mse").annotations(Json.object(), route(0, "[]", "{'remove':['x']}")))
        .isInstanceOf(RoutingFailedException.class);
    for (String name : new String[] {"higress", "aliyun-alb"}) {
      assertThatThrownBy(
              () ->
                  type(name)
                      .annotations(Json.object(), route(0, "[{'path':{'value':'/'}}]", "null")))
          .isInstanceOf(RoutingFailedException.class);
    }
  }

  @Test
  void scriptsOfOnesOwnAreRefused() {
    Bench bench =
        withIngress()
            .put(
                "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'namespace':'kruise-rollout',"
                    + "'name':'kruise-rollout-configuration'},'data':"
                    + "{'lua.traffic.routing.ingress.nginx':'return {}'}}");

    assertThat(bench.call(Verb.INITIALIZE).error().orElse("")).contains("can't be run here");
    assertThat(IngressClass.of(bench, "mse")).isEqualTo(IngressClass.MSE);
  }

  @Test
  void theCanaryIngressHasTheRulesToTheStableServiceOnly() {
    Bench bench =
        withIngress()
            .put(
                "{'apiVersion':'networking.k8s.io/v1','kind':'Ingress','metadata':{'name':'echo',"
                    + "'namespace':'ns','labels':{'l':'m'},'annotations':{'a':'b'}},'spec':{"
                    + "'ingressClassName':'nginx','tls':[{'hosts':['h']}],'defaultBackend':{},"
                    + "'rules':[{'host':'h1','http':{'paths':["
                    + "{'path':'/a','pathType':'Prefix','backend':{'service':{'name':'echo',"
                    + "'port':{'number':80}}}},"
                    + "{'path':'/b','backend':{'service':{'name':'other'}}}]}},"
                    + "{'host':'h2','http':{'paths':[{'backend':{'service':{'name':'other'}}}]}},"
                    + "{'http':{'paths':[{'backend':{'service':{'name':'echo'}}}]}}]},"
                    + "'status':{'x':'y'}}");
    bench.call(Verb.ROUTE);
    bench.pass(1).call(Verb.ROUTE);

    ObjectNode canary = bench.object(CANARY_INGRESS);
    assertThat(canary.path("spec"))
        .isEqualTo(
            tree(
                "{'ingressClassName':'nginx','tls':[{'hosts':['h']}],"
                    + "'rules':[{'host':'h1','http':{'paths':["
                    + "{'path':'/a','pathType':'Prefix','backend':{'service':{"
                    + "'name':'echo-canary','port':{'number':80}}}}]}},"
                    + "{'http':{'paths':[{'backend':{'service':{'name':'echo-canary'}}}]}}]}"));
    assertThat(canary.has("status")).isFalse();
    assertThat(Meta.label(canary, "l")).isEqualTo("m");
    assertThat(Meta.of(canary).path("annotations"))
        .isEqualTo(
            tree(
                "{'a':'b','nginx.ingress.kubernetes.io/canary':'true',"
                    + "'nginx.ingress.kubernetes.io/canary-weight':'0'}"));
    assertThat(Meta.of(canary).at("/ownerReferences/0/uid").asText()).isEqualTo("r-uid");
  }

  @Test
  void annotationsThatNoLongerHoldAreTakenAway() {
    Bench bench = withIngress().withoutCanaryService();
    bench.call(Verb.ROUTE);
    bench.call(Verb.ROUTE);
    bench.step("{'matches':[{'headers':[" + HEADER + "]}]}").call(Verb.ROUTE);

    JsonNode annotations = Meta.of(bench.object(CANARY_INGRESS)).path("annotations");

    assertThat(annotations)
        .isEqualTo(
            tree(
                "{'a':'b','nginx.ingress.kubernetes.io/canary':'true',"
                    + "'nginx.ingress.kubernetes.io/canary-by-header':'user',"
                    + "'nginx.ingress.kubernetes.io/canary-by-header-value':'pc'}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0%", "x"})
  void noTrafficNeedsNoCanaryIngress(String traffic) {
    Bench bench = withIngress().withoutCanaryService().step("{'traffic':'" + traffic + "'}");

    assertThat(bench.call(Verb.ROUTE)).isEqualTo(TrafficResult.DONE);
    assertThat(bench.has(CANARY_INGRESS)).isFalse();
  }

  @Test
  void anIngressOnItsWayOutIsLeftAlone() {
    Bench bench =
        withIngress()
            .put(
                "{'apiVersion':'networking.k8s.io/v1','kind':'Ingress','metadata':"
                    + "{'name':'echo-canary','namespace':'ns','deletionTimestamp':'x'}}");

    assertThat(bench.call(Verb.RESTORE_GATEWAY)).isEqualTo(TrafficResult.DONE);
    assertThat(bench.has(CANARY_INGRESS)).isTrue();
  }
}
