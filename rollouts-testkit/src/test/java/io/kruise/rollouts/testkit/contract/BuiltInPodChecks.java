// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import static io.kruise.rollouts.testkit.contract.BuiltInObjects.CONTAINER;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.container;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.pod;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.spec;

import io.kruise.rollouts.testkit.contract.BuiltInObjects.Kind;
import java.util.List;

/** What the API server says against pods and their containers. */
final class BuiltInPodChecks {
  private BuiltInPodChecks() {}

  static List<Check> all() {
    return List.of(
        pod("without containers", "{'containers':[]}"),
        pod("with a container that says nothing", "{'containers':[{}]}"),
        container("with a bad name", "{'name':'A_b'}"),
        container("with a dot in its name", "{'name':'a.b'}"),
        pod(
            "with two containers of one name",
            "{'containers':[" + CONTAINER + "," + CONTAINER + "]}"),
        pod(
            "with an init container of a container's name",
            "{'initContainers':[" + CONTAINER + "]}"),
        container("with an unknown pull policy", "{'imagePullPolicy':'Sometimes'}"),
        container("with an image in spaces", "{'image':' i '}"),
        container("with port 0", "{'ports':[{'containerPort':0}]}"),
        container("with a port too high", "{'ports':[{'containerPort':65536}]}"),
        container("with an unknown protocol", "{'ports':[{'containerPort':80,'protocol':'ICMP'}]}"),
        container(
            "with a port's bad name",
            "{'ports':[{'containerPort':80,'name':'Much-too--long-for-it-'}]}"),
        container(
            "with two ports of one name",
            "{'ports':[{'containerPort':80,'name':'p'},{'containerPort':81,'name':'p'}]}"),
        container(
            "with one host port twice",
            "{'ports':[{'containerPort':80,'hostPort':8},{'containerPort':81,'hostPort':8}]}"),
        container("with a variable without name", "{'env':[{'value':'x'}]}"),
        container("with a variable's odd name", "{'env':[{'name':'1 a'},{'name':'a=b'}]}"),
        container("with a variable from nowhere", "{'env':[{'name':'A','valueFrom':{}}]}"),
        container(
            "with a variable that has a value and a source",
            "{'env':[{'name':'A','value':'x','valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}}]}"),
        container(
            "with a variable from an unknown field",
            "{'env':[{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'spec.x'}}}]}"),
        container(
            "with a variable from a field that no variable can have",
            "{'env':[{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'metadata.labels'}}}]}"),
        container(
            "with a variable from no key",
            "{'env':[{'name':'A','valueFrom':{'configMapKeyRef':{'name':'m'}}}]}"),
        container(
            "with a variable from no Secret",
            "{'env':[{'name':'A','valueFrom':{'secretKeyRef':{'key':'a/b'}}}]}"),
        container(
            "with a variable from an unknown resource",
            "{'env':[{'name':'A','valueFrom':{'resourceFieldRef':{'resource':'limits.x'}}}]}"),
        container("with variables from nowhere", "{'envFrom':[{}]}"),
        container("with variables from no map", "{'envFrom':[{'configMapRef':{}}]}"),
        container(
            "that mounts what isn't there", "{'volumeMounts':[{'name':'v','mountPath':'/v'}]}"),
        container("that mounts nothing", "{'volumeMounts':[{}]}"),
        container("that asks for a negative amount", "{'resources':{'requests':{'cpu':'-1'}}}"),
        container(
            "that asks for more than its limit",
            "{'resources':{'requests':{'cpu':'2'},'limits':{'cpu':'1500m'}}}"),
        container("that asks for an unknown resource", "{'resources':{'limits':{'x':'1'}}}"),
        container(
            "that asks for a device without limit", "{'resources':{'requests':{'a.com/x':'1'}}}"),
        container("with an empty probe", "{'livenessProbe':{}}"),
        container(
            "with a probe that asks twice",
            "{'readinessProbe':{'exec':{'command':['a']},'httpGet':{'port':80}}}"),
        container(
            "with a probe of an odd port",
            "{'readinessProbe':{'httpGet':{'port':0,'scheme':'FTP'}}}"),
        container(
            "with a probe of a port's bad name", "{'readinessProbe':{'tcpSocket':{'port':'A'}}}"),
        container(
            "with negative numbers in a probe",
            "{'readinessProbe':{'exec':{},'periodSeconds':-1,'timeoutSeconds':-1}}"),
        container(
            "with a liveness probe that must succeed twice",
            "{'livenessProbe':{'tcpSocket':{'port':80},'successThreshold':2}}"),
        container("with an empty hook", "{'lifecycle':{'preStop':{}}}"),
        container("with a long sleep", "{'lifecycle':{'preStop':{'sleep':{'seconds':31}}}}"),
        container("with a restart policy", "{'restartPolicy':'Always'}"),
        pod(
            "with a probe in an init container",
            "{'initContainers':[{'name':'d','image':'i','livenessProbe':{'tcpSocket':{'port':80}}}]}"),
        pod("with an unknown restart policy", "{'restartPolicy':'Maybe'}"),
        pod("with an unknown DNS policy", "{'dnsPolicy':'Mine'}"),
        pod("with its own DNS, and none given", "{'dnsPolicy':'None'}"),
        pod("with a bad host name", "{'hostname':'A','subdomain':'b.c','nodeName':'N'}"),
        pod("with a time limit of 0", "{'activeDeadlineSeconds':0}"),
        pod("with a bad node selector", "{'nodeSelector':{'a':'b c'}}"),
        pod(
            "with a toleration of anything",
            "{'tolerations':[{'operator':'Equal'},{'key':'a','operator':'Is','effect':'No'}]}"),
        pod(
            "with a toleration that ends",
            "{'tolerations':[{'key':'a','operator':'Exists','value':'b','tolerationSeconds':1}]}"),
        pod("with a volume without name", "{'volumes':[{'emptyDir':{}}]}"),
        pod(
            "with two volumes of one name",
            "{'volumes':[{'name':'v','emptyDir':{}},{'name':'v','emptyDir':{}}]}"),
        pod(
            "with a volume of two kinds",
            "{'volumes':[{'name':'v','emptyDir':{},'configMap':{'name':'m'}}]}"),
        pod(
            "with a volume of no Secret",
            "{'volumes':[{'name':'v','secret':{'items':[{'path':'../a'}]}}]}"),
        pod("with a volume of no claim", "{'volumes':[{'name':'V','persistentVolumeClaim':{}}]}"),
        pod(
            "with a mount in two places",
            "{'volumes':[{'name':'v','emptyDir':{}}],'containers':[{'name':'c','image':'i',"
                + "'volumeMounts':[{'name':'v','mountPath':'/a'},"
                + "{'name':'v','mountPath':'/a','subPath':'/b'}]}]}"),
        spec(
            "built-in: a pod of its own with an image in spaces",
            Kind.POD,
            "{'containers':[{'name':'c','image':' i '}]}"),
        spec("built-in: a pod of its own without containers", Kind.POD, "{'containers':null}"));
  }
}
