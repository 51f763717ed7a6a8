// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import static io.kruise.rollouts.testkit.contract.BuiltInObjects.made;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.patched;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.spec;

import io.kruise.rollouts.testkit.contract.BuiltInObjects.Kind;
import java.util.List;

/** What the API server says against Services and Ingresses. */
final class BuiltInNetworkChecks {
  private static final String NODE_PORT = "{'spec':{'type':'NodePort'}}";

  private BuiltInNetworkChecks() {}

  static List<Check> all() {
    return List.of(
        service("without ports", "{'ports':null}"),
        service("without ports and address", "{'ports':null,'clusterIP':'None'}"),
        service("with port 0", "{'ports':[{'port':0}]}"),
        service("with a port too high", "{'ports':[{'port':65536,'targetPort':1}]}"),
        service(
            "with two ports, one without name", "{'ports':[{'port':80,'name':'a'},{'port':81}]}"),
        service(
            "with two ports of one name",
            "{'ports':[{'port':80,'name':'a'},{'port':81,'name':'a'}]}"),
        service("with one port twice", "{'ports':[{'port':80,'name':'a'},{'port':80,'name':'b'}]}"),
        service("with a port's bad name", "{'ports':[{'port':80,'name':'A'}]}"),
        service("with an unknown protocol", "{'ports':[{'port':80,'protocol':'HTTP'}]}"),
        service("with a bad target", "{'ports':[{'port':80,'targetPort':'A_b'}]}"),
        service("with a target too high", "{'ports':[{'port':80,'targetPort':70000}]}"),
        service("with a node's port", "{'ports':[{'port':80,'nodePort':30099}]}"),
        service("of an unknown type", "{'type':'Any'}"),
        service("with a bad selector", "{'selector':{'a':'b c'}}"),
        service("with an unknown affinity", "{'sessionAffinity':'Mine'}"),
        service(
            "with an affinity that lasts too long",
            "{'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':86401}}}"),
        service("with an address that is none", "{'clusterIP':'x'}"),
        service("of another name, without it", "{'type':'ExternalName','ports':null}"),
        service("of another name", "{'type':'ExternalName','ports':null,'externalName':'a.b.'}"),
        service("of another, bad name", "{'type':'ExternalName','ports':null,'externalName':'A'}"),
        service("at nodes, without address", "{'type':'NodePort','clusterIP':'None'}"),
        service("with an outer policy inside", "{'externalTrafficPolicy':'Local'}"),
        service("with an unknown inner policy", "{'internalTrafficPolicy':'Some'}"),
        service("with a balancer's ranges", "{'loadBalancerSourceRanges':['10.0.0.0/8']}"),
        service("with an outer address that is none", "{'externalIPs':['x']}"),
        patched(
            "built-in: an address of a service that had none",
            Kind.SERVICE,
            "{'spec':{'clusterIP':'None','selector':{'a':'b'}}}",
            "{'spec':{'clusterIP':'10.0.0.77'}}"),
        patched(
            "built-in: another address of a service",
            Kind.SERVICE,
            "{}",
            "{'spec':{'clusterIP':'10.0.0.77'}}"),
        patched(
            "built-in: no address of a service any more",
            Kind.SERVICE,
            "{}",
            "{'spec':{'clusterIP':null,'clusterIPs':null}}"),
        patched(
            "built-in: no ports of a service any more",
            Kind.SERVICE,
            "{}",
            "{'spec':{'ports':null}}"),
        patched(
            "built-in: another name instead of a service",
            Kind.SERVICE,
            "{}",
            "{'spec':{'type':'ExternalName','externalName':'a.b'}}"),
        patched(
            "built-in: no node ports of a service any more",
            Kind.SERVICE,
            NODE_PORT,
            "{'spec':{'type':'ClusterIP'}}"),
        ingress("", "{}"),
        ingress(" that leads nowhere", "{'defaultBackend':null}"),
        ingress(" with an empty backend", "{'defaultBackend':{'service':null}}"),
        ingress(" without a port", "{'defaultBackend':{'service':{'port':{'number':null}}}}"),
        ingress(" with a port named twice", "{'defaultBackend':{'service':{'port':{'name':'p'}}}}"),
        ingress(
            " with a bad service and port",
            "{'defaultBackend':{'service':{'name':'1','port':{'number':70000}}}}"),
        ingress(
            " with two backends in one", "{'defaultBackend':{'resource':{'kind':'K','name':'n'}}}"),
        ingress(" of an address", "{'rules':[{'host':'10.0.0.1'}]}"),
        ingress(" of a bad host", "{'rules':[{'host':'A'},{'host':'*.*.b'}]}"),
        ingress(" without paths", "{'rules':[{'http':{'paths':[]}}]}"),
        path("without type", "{'path':'/a','pathType':null}"),
        path("of an unknown type", "{'path':'/a','pathType':'Regex'}"),
        path("that is relative", "{'path':'a'}"),
        path("that is none", "{}"),
        path("with odd parts", "{'path':'/a//b/.'}"),
        path("without backend", "{'path':'/a','backend':{}}"),
        path("of its own kind", "{'path':'a','pathType':'ImplementationSpecific'}"),
        ingress(" with bad hosts and Secret for TLS", "{'tls':[{'hosts':['A'],'secretName':'B'}]}"),
        made(
            "built-in: an Ingress of two classes",
            Kind.INGRESS,
            "{'metadata':{'annotations':{'kubernetes.io/ingress.class':'a'}},'spec':{'ingressClassName':'b'}}"));
  }

  private static Check service(String what, String change) {
    return spec("built-in: a service " + what, Kind.SERVICE, change);
  }

  private static Check ingress(String what, String change) {
    return spec("built-in: an Ingress" + what, Kind.INGRESS, change);
  }

  private static Check path(String what, String change) {
    String path =
        io.kruise.rollouts.testkit.internal.object.Json.mergePatch(
                BuiltInObjects.json(
                    "{'pathType':'Prefix','backend':{'service':{'name':'s','port':{'name':'p'}}}}"),
                BuiltInObjects.json(change.replace("'backend':{}", "'backend':{'service':null}")))
            .toString()
            .replace('"', '\'');
    return ingress(" with a path " + what, "{'rules':[{'http':{'paths':[" + path + "]}}]}");
  }
}
