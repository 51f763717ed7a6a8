// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import static io.kruise.rollouts.testkit.contract.BuiltInObjects.container;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.headOnly;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.pod;

import java.util.List;

/** What the API server says against where pods want to run, and as whom. */
final class BuiltInPlacementChecks {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

  private BuiltInPlacementChecks() {}

  static List<Check> all() {
    return List.of(
        affinity("to no nodes", "nodeAffinity", REQUIRED, "{'nodeSelectorTerms':[]}"),
        affinity(
            "to odd nodes",
            "nodeAffinity",
            REQUIRED,
            "{'nodeSelectorTerms':[{'matchExpressions':[{'key':'a','operator':'Gt'},{'key':'-','operator':'Is','values':['b c']},{'key':'a','operator':'Exists','values':['b']}]}]}"),
        affinity(
            "to nodes, without weight",
            "nodeAffinity",
            PREFERRED,
            "[{'weight':0,'preference':{'matchExpressions':[{'key':'a','operator':'In'}]}}]"),
        affinity("to pods nowhere", "podAntiAffinity", REQUIRED, "[{'topologyKey':''}]"),
        affinity(
            "to odd pods",
            "podAffinity",
            REQUIRED,
            "[{'topologyKey':'a','namespaces':['A'],'labelSelector':{'matchExpressions':[{'key':'b','operator':'In'}]}}]"),
        affinity(
            "to pods, with too much weight",
            "podAntiAffinity",
            PREFERRED,
            "[{'weight':101,'podAffinityTerm':{'topologyKey':'a'}}]"),
        affinity(
            "to pods that there may be",
            "podAntiAffinity",
            PREFERRED,
            "[{'weight':100,'podAffinityTerm':{'topologyKey':'a','labelSelector':{'matchLabels':{'app':'a'}}}}]"),
        pod("spread by nothing", "{'topologySpreadConstraints':[{}]}"),
        pod(
            "spread twice the same way",
            "{'topologySpreadConstraints':[{'maxSkew':1,'topologyKey':'a','whenUnsatisfiable':'DoNotSchedule'},{'maxSkew':2,'topologyKey':'a','whenUnsatisfiable':'DoNotSchedule'}]}"),
        pod(
            "spread in odd ways",
            "{'topologySpreadConstraints':[{'maxSkew':-1,'topologyKey':'a','whenUnsatisfiable':'ScheduleAnyway','minDomains':0,'nodeTaintsPolicy':'Some','labelSelector':{'matchLabels':{'a':'b c'}}}]}"),
        pod(
            "of odd users",
            "{'securityContext':{'runAsUser':-1,'runAsGroup':-1,'fsGroup':-1,'supplementalGroups':[-1],'fsGroupChangePolicy':'Some'}}"),
        pod("with an odd profile", "{'securityContext':{'seccompProfile':{'type':'Mine'}}}"),
        pod(
            "with a profile that isn't named",
            "{'securityContext':{'seccompProfile':{'type':'Localhost'}}}"),
        headOnly(
            pod(
                "with a profile's name too many",
                "{'securityContext':{'seccompProfile':{'type':'RuntimeDefault','localhostProfile':'p'}}}")),
        container(
            "of an odd user",
            "{'securityContext':{'runAsUser':-1,'runAsGroup':4294967296,'procMount':'Odd'}}"),
        container(
            "of an ordinary user",
            "{'securityContext':{'runAsUser':1000,'runAsNonRoot':true,'allowPrivilegeEscalation':false,'seccompProfile':{'type':'RuntimeDefault'},'capabilities':{'drop':['ALL']}}}"));
  }

  private static Check affinity(String what, String kind, String when, String terms) {
    return pod(
        "that is drawn " + what, "{'affinity':{'" + kind + "':{'" + when + "':" + terms + "}}}");
  }
}
