// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Hashes and stored specs that the real controller gave. */
class TypedSpecTest {
  private static final String PARTITION =
      "{'canary':{'enableExtraWorkloadForCanary':false,"
          + "'steps':[{'replicas':1},{'replicas':'50%'},{'replicas':'100%'}]}}";
  private static final String CANARY =
      "{'paused':false,'canary':{'enableExtraWorkloadForCanary':true,"
          + "'disableGenerateCanaryService':false,'trafficRoutingRef':'','failureThreshold':'20%',"
          + "'patchPodTemplateMetadata':"
          + "{'labels':{'name':'x<y','app':'b'},'annotations':{'z':'1','a':'2'}},"
          + "'trafficRoutings':[{'service':'s','gracePeriodSeconds':3,"
          + "'ingress':{'name':'i','classType':''},"
          + "'customNetworkRefs':[{'kind':'K','name':'n','apiVersion':'a/v1'}]}],"
          + "'steps':[{'replicas':1,'pause':{'duration':10},"
          + "'requestHeaderModifier':{'add':[{'value':'a&b','name':'x'}],"
          + "'set':[{'name':'yy','value':'z'}],'remove':['q']},"
          + "'matches':[{'queryParams':[{'value':'v','name':'nn','type':'Exact'}],"
          + "'headers':[{'value':'v','name':'nn','type':'Exact'}],"
          + "'path':{'value':'/a','type':'Exact'}}]},"
          + "{'replicas':'100%','traffic':'50%','matches':[]}]}}";
  private static final String BLUE_GREEN =
      "{'blueGreen':{'disableGenerateCanaryService':false,'trafficRoutings':[],"
          + "'steps':[{'replicas':'50%','traffic':'0%'},{'replicas':'100%','traffic':'100%',"
          + "'pause':{'duration':0},'requestHeaderModifier':{}}]}}";

  @Test
  void hashesAsTheRealControllerDoes() {
    assertThat(hash(PARTITION))
        .isEqualTo("77cxd69w47b7bwddwv2w7vxvb4xxdbwcx9x289vw69w788w4w6z4x8dd4vbz2zbw");
    assertThat(hash(CANARY))
        .isEqualTo("4488fw6288856wfvcf82426w4vf747d794f2f58b4wdd62zvdxz8979c79dv4846");
    assertThat(hash(BLUE_GREEN))
        .isEqualTo("wdz4xcdf487662w8wxzf664875c24247fw42dbz5z2bcc24vf6f5z5wfb726c9f6");
  }

  @Test
  void hashesNeitherPausesNorTheFailureThreshold() {
    assertThat(hash(CANARY.replace("'duration':10", "'duration':20").replace("'20%'", "3")))
        .isEqualTo(hash(CANARY));
    assertThat(hash(CANARY.replace("'50%'", "'51%'"))).isNotEqualTo(hash(CANARY));
  }

  @Test
  void storesWhatGoTypesHold() {
    ObjectNode spec = Bench.json("{'disabled':false}");
    spec.set("strategy", Bench.json(BLUE_GREEN));
    assertThat(TypedSpec.of(spec))
        .isEqualTo(
            Bench.json(
                "{'disabled':false,'strategy':{'blueGreen':{'steps':["
                    + "{'replicas':'50%','traffic':'0%','pause':{}},"
                    + "{'replicas':'100%','traffic':'100%','pause':{'duration':0},"
                    + "'requestHeaderModifier':{}}]}}}"));
    spec.set(
        "strategy", Bench.json(CANARY.replace("'gracePeriodSeconds':3", "'gracePeriodSeconds':0")));
    assertThat(TypedSpec.of(spec).toString())
        .doesNotContain("gracePeriodSeconds", "classType", "paused", "trafficRoutingRef")
        .contains("enableExtraWorkloadForCanary", "failureThreshold");
  }

  private static String hash(String strategy) {
    ObjectNode spec = Bench.json("{}");
    spec.set("strategy", Bench.json(strategy));
    return TypedSpec.hash(new Plan(spec).part());
  }
}
