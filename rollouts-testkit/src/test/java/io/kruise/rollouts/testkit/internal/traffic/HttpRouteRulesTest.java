// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import static io.kruise.rollouts.testkit.internal.traffic.Bench.list;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions of pkg/trafficrouting/network/gateway/gateway.go. */
class HttpRouteRulesTest {
  private static final HttpRouteRules RULES = new HttpRouteRules("store", "store-canary");
  private static final String OTHER = "{'backendRefs':[{'kind':'Service','name':'list'}]}";
  private static final String NO_SERVICE = "{'backendRefs':[{'kind':'Bucket','name':'store'}]}";

  private static String store(String path, String extra) {
    return "{'matches':[{'path':{'value':'"
        + path
        + "'}}],'backendRefs':[{'kind':'Service','name':'store','port':8080"
        + extra
        + "}]}";
  }

  @ParameterizedTest
  @CsvSource({"0", "20", "100"})
  void sharesByWeight(int percent) {
    String both =
        "{'matches':[{'path':{'value':'/'}}],'backendRefs':["
            + "{'kind':'Service','name':'store','port':8080,'weight':"
            + (100 - percent)
            + "},{'kind':'Service','name':'store-canary','port':8080,'weight':"
            + percent
            + "}]}";
    String rules = "[" + OTHER + "," + NO_SERVICE + ",";

    assertThat(RULES.byWeight(list(rules + store("/", "") + "]"), percent))
        .isEqualTo(list(rules + both + "]"));
    assertThat(RULES.byWeight(list(rules + both + "]"), percent))
        .isEqualTo(list(rules + both + "]"));
    assertThat(RULES.byWeight(list(rules + both + "]"), 7)).isNotEqualTo(list(rules + both + "]"));
  }

  @Test
  void aCanaryBackendKeepsWhatItHas() {
    assertThat(
            RULES.byWeight(
                list(
                    "[{'backendRefs':[{'kind':'Service','name':'store-canary','port':1},"
                        + "{'kind':'Service','name':'store','port':2}]}]"),
                30))
        .isEqualTo(
            list(
                "[{'backendRefs':[{'kind':'Service','name':'store-canary','port':1,'weight':30},"
                    + "{'kind':'Service','name':'store','port':2,'weight':70}]}]"));
  }

  private static String canary(String matches) {
    return "{'matches':"
        + matches
        + ",'backendRefs':[{'kind':'Service','name':'store-canary','port':8080}]}";
  }

  @Test
  void matchesMakeRulesOfTheCanarysOwnBehindAllOthers() {
    String rules =
        store("/a", "")
            + ","
            + OTHER
            + ",{'matches':[{'path':{'value':'/b'},'headers':[{'name':'v','value':'2'}]},"
            + "{'path':{'value':'/c'}}],"
            + "'backendRefs':[{'kind':'Service','name':'store','port':8080}]}";
    String matches =
        "[{'headers':[{'name':'h','value':'1'}]},{'queryParams':[{'name':'q','value':'1'}]}]";

    assertThat(RULES.byMatches(list("[" + rules + "]"), list(matches)))
        .isEqualTo(
            list(
                "["
                    + rules
                    + ","
                    + canary(
                        "[{'path':{'value':'/a'},'headers':[{'name':'h','value':'1'}]},"
                            + "{'path':{'value':'/a'},"
                            + "'queryParams':[{'name':'q','value':'1'}]}]")
                    + ","
                    + canary(
                        "[{'path':{'value':'/b'},'headers':[{'name':'v','value':'2'},"
                            + "{'name':'h','value':'1'}]},"
                            + "{'path':{'value':'/b'},'headers':[{'name':'v','value':'2'}],"
                            + "'queryParams':[{'name':'q','value':'1'}]},"
                            + "{'path':{'value':'/c'},'headers':[{'name':'h','value':'1'}]},"
                            + "{'path':{'value':'/c'},"
                            + "'queryParams':[{'name':'q','value':'1'}]}]")
                    + "]"));
  }

  @Test
  void rulesOfTheCanaryAreMadeAnew() {
    String stable = store("/", "");
    String old = canary("[{'headers':[{'name':'old','value':'1'}]}]");

    assertThat(
            RULES.byMatches(
                list("[" + stable + "," + old + "]"),
                list("[{'headers':[{'name':'h','value':'1'}]}]")))
        .isEqualTo(
            list(
                "["
                    + stable
                    + ","
                    + canary("[{'path':{'value':'/'},'headers':[{'name':'h','value':'1'}]}]")
                    + "]"));
  }

  @Test
  void matchesWithAPathStandAsTheyAreInTheFirstRuleOnly() {
    String rules = store("/a", "") + "," + store("/b", "");

    assertThat(
            RULES.byMatches(
                list("[" + rules + "]"),
                list("[{'path':{'value':'/x'},'headers':[{'name':'h','value':'1'}]}]")))
        .isEqualTo(
            list(
                "["
                    + rules
                    + ","
                    + canary("[{'path':{'value':'/x'},'headers':[{'name':'h','value':'1'}]}]")
                    + "]"));
  }

  /** Upstream's index runs over the matches without a path, and reads all matches with it. */
  @Test
  void mixedMatchesAreMixedUpAsUpstreamDoes() {
    assertThat(
            RULES.byMatches(
                list("[" + store("/a", "") + "]"),
                list(
                    "[{'path':{'value':'/x'},'headers':[{'name':'with','value':'1'}]},"
                        + "{'headers':[{'name':'without','value':'1'}]}]")))
        .isEqualTo(
            list(
                "["
                    + store("/a", "")
                    + ","
                    + canary(
                        "[{'path':{'value':'/x'},'headers':[{'name':'with','value':'1'}]},"
                            + "{'path':{'value':'/a'},'headers':[{'name':'with','value':'1'}]}]")
                    + "]"));
  }

  @Test
  void aRuleWithoutMatchesGetsNoneFromMatchesWithoutAPath() {
    String rule = "{'backendRefs':[{'kind':'Service','name':'store','port':8080}]}";

    assertThat(
            RULES.byMatches(
                list("[" + rule + "]"), list("[{'headers':[{'name':'h','value':'1'}]}]")))
        .isEqualTo(
            list(
                "["
                    + rule
                    + ",{'backendRefs':[{'kind':'Service','name':'store-canary','port':8080}]}]"));
  }

  @Test
  void finalisingLeavesTheStableBackendAlone() {
    assertThat(
            RULES.stableOnly(
                list(
                    "["
                        + OTHER
                        + ",{'backendRefs':[{'kind':'Service','name':'store','weight':80},"
                        + "{'kind':'Service','name':'store-canary','weight':20}]},"
                        + canary("[]")
                        + "]")))
        .isEqualTo(
            list("[" + OTHER + ",{'backendRefs':[{'kind':'Service','name':'store','weight':1}]}]"));
  }
}
