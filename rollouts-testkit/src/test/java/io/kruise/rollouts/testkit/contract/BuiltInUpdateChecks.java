// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import static io.kruise.rollouts.testkit.contract.BuiltInObjects.headOnly;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.patched;

import io.kruise.rollouts.testkit.contract.BuiltInObjects.Kind;
import java.util.List;

/** What the API server says against changes of built-in objects. */
final class BuiltInUpdateChecks {
  private static final String OTHER = "{'spec':{'selector':{'matchLabels':{'x':'y'}}}}";
  private static final String OTHERS =
      "{'spec':{'selector':{'matchLabels':{'app':null,'x':'y'}},'template':{'metadata':{'labels':{'x':'y'}}}}}";

  private BuiltInUpdateChecks() {}

  static List<Check> all() {
    return List.of(
        patched("built-in: another selector of a Deployment", Kind.DEPLOYMENT, "{}", OTHERS),
        patched("built-in: a selector that matches no more", Kind.DEPLOYMENT, "{}", OTHER),
        patched(
            "built-in: a Deployment's selector taken away",
            Kind.DEPLOYMENT,
            "{}",
            "{'spec':{'selector':null}}"),
        patched("built-in: another selector of a ReplicaSet", Kind.REPLICA_SET, "{}", OTHERS),
        patched("built-in: another selector of a DaemonSet", Kind.DAEMON_SET, "{}", OTHERS),
        patched("built-in: another selector of a StatefulSet", Kind.STATEFUL_SET, "{}", OTHERS),
        patched(
            "built-in: another service of a StatefulSet",
            Kind.STATEFUL_SET,
            "{}",
            "{'spec':{'serviceName':'t','replicas':-1}}"),
        patched(
            "built-in: what may change of a StatefulSet",
            Kind.STATEFUL_SET,
            "{}",
            "{'spec':{'minReadySeconds':3,'updateStrategy':{'type':'OnDelete','rollingUpdate':null}}}"),
        patched(
            "built-in: recreation after rolling, the settings left",
            Kind.DEPLOYMENT,
            "{}",
            "{'spec':{'strategy':{'type':'Recreate'}}}"),
        patched(
            "built-in: a container without image",
            Kind.DEPLOYMENT,
            "{}",
            "{'spec':{'template':{'spec':{'containers':[{'name':'c'}]}}}}"),
        patched(
            "built-in: negative replicas through scale",
            Kind.DEPLOYMENT,
            "{}",
            "/scale",
            "{'spec':{'replicas':-1}}"),
        patched(
            "built-in: more ready than there are",
            Kind.DEPLOYMENT,
            "{}",
            "/status",
            "{'status':{'replicas':1,'readyReplicas':2,'availableReplicas':3}}"),
        patched(
            "built-in: a ReplicaSet with negative counts",
            Kind.REPLICA_SET,
            "{}",
            "/status",
            "{'status':{'replicas':-1,'observedGeneration':-1}}"),
        patched(
            "built-in: a StatefulSet with more available than ready",
            Kind.STATEFUL_SET,
            "{}",
            "/status",
            "{'status':{'replicas':2,'readyReplicas':1,'availableReplicas':2}}"),
        patched(
            "built-in: another image of a pod",
            Kind.POD,
            "{}",
            "{'spec':{'containers':[{'name':'c','image':'i:2'}]}}"),
        headOnly(
            patched(
                "built-in: another grace period of a pod",
                Kind.POD,
                "{}",
                "{'spec':{'terminationGracePeriodSeconds':5}}")),
        headOnly(
            patched(
                "built-in: other variables of a pod",
                Kind.POD,
                "{}",
                "{'spec':{'containers':[{'name':'c','image':'i:1','env':[{'name':'A','value':'b'}]}]}}")),
        patched(
            "built-in: one more container of a pod",
            Kind.POD,
            "{}",
            "{'spec':{'containers':[{'name':'c','image':'i:1'},{'name':'d','image':'i:1'}]}}"),
        patched("built-in: no tolerations any more", Kind.POD, "{}", "{'spec':{'tolerations':[]}}"),
        patched(
            "built-in: a time limit of a pod",
            Kind.POD,
            "{'spec':{'activeDeadlineSeconds':5}}",
            "{'spec':{'activeDeadlineSeconds':6}}"),
        patched(
            "built-in: no time limit of a pod any more",
            Kind.POD,
            "{'spec':{'activeDeadlineSeconds':5}}",
            "{'spec':{'activeDeadlineSeconds':null}}"),
        patched(
            "built-in: labels and images of a pod at once",
            Kind.POD,
            "{}",
            "{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[{'name':'c','image':''}]}}"));
  }
}
