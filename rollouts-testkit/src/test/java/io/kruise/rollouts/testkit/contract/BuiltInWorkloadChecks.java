// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import static io.kruise.rollouts.testkit.contract.BuiltInObjects.spec;

import io.kruise.rollouts.testkit.contract.BuiltInObjects.Kind;
import java.util.List;

/** What the API server says against Deployments and their like. */
final class BuiltInWorkloadChecks {
  private BuiltInWorkloadChecks() {}

  static List<Check> all() {
    return List.of(
        spec("built-in: a Deployment", Kind.DEPLOYMENT, "{}"),
        deployment("selects nothing", "{'selector':{}}"),
        deployment("with no selector and negative replicas", "{'selector':null,'replicas':-1}"),
        deployment("that selects others' pods", "{'selector':{'matchLabels':{'app':'b'}}}"),
        deployment("whose template has no labels", "{'template':{'metadata':null}}"),
        deployment(
            "with a bad label in its selector", "{'selector':{'matchLabels':{'app':'a b'}}}"),
        deployment(
            "with an unknown operator",
            "{'selector':{'matchExpressions':[{'key':'app','operator':'Is','values':['a']}]}}"),
        deployment(
            "with an operator that lacks values",
            "{'selector':{'matchExpressions':[{'key':'app','operator':'In'}]}}"),
        deployment(
            "that selects by expressions",
            "{'selector':{'matchExpressions':[{'key':'app','operator':'In','values':['b','a']}]}}"),
        deployment("with negative replicas", "{'replicas':-1}"),
        deployment("with an unknown strategy", "{'strategy':{'type':'Fast'}}"),
        deployment(
            "that recreates, with rolling settings",
            "{'strategy':{'type':'Recreate','rollingUpdate':{'maxSurge':1}}}"),
        deployment(
            "that can't move", "{'strategy':{'rollingUpdate':{'maxSurge':0,'maxUnavailable':0}}}"),
        deployment(
            "that can't move by percents",
            "{'strategy':{'rollingUpdate':{'maxSurge':'0%','maxUnavailable':'0%'}}}"),
        deployment(
            "with a surge that is no number", "{'strategy':{'rollingUpdate':{'maxSurge':'x'}}}"),
        deployment("with a negative surge", "{'strategy':{'rollingUpdate':{'maxSurge':-1}}}"),
        deployment(
            "with too much unavailable",
            "{'strategy':{'rollingUpdate':{'maxUnavailable':'101%'}}}"),
        deployment("with a large surge", "{'strategy':{'rollingUpdate':{'maxSurge':'200%'}}}"),
        deployment("with negative seconds", "{'minReadySeconds':-1,'revisionHistoryLimit':-1}"),
        deployment(
            "whose deadline is too short", "{'minReadySeconds':10,'progressDeadlineSeconds':10}"),
        deployment("that runs once", "{'template':{'spec':{'restartPolicy':'Never'}}}"),
        deployment("with a time limit", "{'template':{'spec':{'activeDeadlineSeconds':5}}}"),
        deployment(
            "with bad labels in its template",
            "{'template':{'metadata':{'labels':{'app':'a','x':'-'}}}}"),
        deployment(
            "with a bad annotation in its template",
            "{'template':{'metadata':{'annotations':{'a b':'c'}}}}"),
        spec("built-in: a ReplicaSet without a selector", Kind.REPLICA_SET, "{'selector':null}"),
        spec("built-in: a ReplicaSet with an empty selector", Kind.REPLICA_SET, "{'selector':{}}"),
        spec(
            "built-in: a ReplicaSet with negative numbers",
            Kind.REPLICA_SET,
            "{'replicas':-2,'minReadySeconds':-1}"),
        spec("built-in: a DaemonSet", Kind.DAEMON_SET, "{}"),
        daemonSet("without a selector", "{'selector':null}"),
        daemonSet("with an empty selector", "{'selector':{}}"),
        daemonSet("with an unknown strategy", "{'updateStrategy':{'type':'Fast'}}"),
        daemonSet(
            "that surges as well",
            "{'updateStrategy':{'rollingUpdate':{'maxSurge':1,'maxUnavailable':1}}}"),
        daemonSet("that can't move", "{'updateStrategy':{'rollingUpdate':{'maxUnavailable':0}}}"),
        daemonSet("with negative seconds", "{'minReadySeconds':-1,'revisionHistoryLimit':-1}"),
        daemonSet("that runs once", "{'template':{'spec':{'restartPolicy':'OnFailure'}}}"),
        spec("built-in: a StatefulSet", Kind.STATEFUL_SET, "{}"),
        statefulSet("without a selector", "{'selector':null}"),
        statefulSet("without containers", "{'template':{'spec':{'containers':null}}}"),
        statefulSet("with an unknown management", "{'podManagementPolicy':'Any'}"),
        statefulSet("with an unknown strategy", "{'updateStrategy':{'type':'Fast'}}"),
        statefulSet(
            "with a negative partition", "{'updateStrategy':{'rollingUpdate':{'partition':-1}}}"),
        statefulSet(
            "that waits for deletion, with a partition",
            "{'updateStrategy':{'type':'OnDelete','rollingUpdate':{'partition':1}}}"),
        statefulSet("with a bad service", "{'serviceName':'A'}"),
        statefulSet("with negative numbers", "{'replicas':-1,'minReadySeconds':-1}"),
        statefulSet(
            "with an unknown retention",
            "{'persistentVolumeClaimRetentionPolicy':{'whenScaled':'Burn'}}"));
  }

  private static Check deployment(String what, String change) {
    return spec("built-in: a Deployment " + what, Kind.DEPLOYMENT, change);
  }

  private static Check daemonSet(String what, String change) {
    return spec("built-in: a DaemonSet " + what, Kind.DAEMON_SET, change);
  }

  private static Check statefulSet(String what, String change) {
    return spec("built-in: a StatefulSet " + what, Kind.STATEFUL_SET, change);
  }
}
