// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Small objects of built-in kinds, which checks change in one place. JSON is written with single
 * quotes here.
 */
final class BuiltInObjects {
  static final String CONTAINER = "{'name':'c','image':'i:1'}";

  private static final String TEMPLATE =
      "{'metadata':{'labels':{'app':'a'}},'spec':{'schedulerName':'nobody','containers':["
          + CONTAINER
          + "]}}";

  private static final String WORKLOAD =
      "{'metadata':{'name':'a'},'spec':{'selector':{'matchLabels':{'app':'a'}},'template':"
          + TEMPLATE
          + "}}";

  private BuiltInObjects() {}

  /** A type's path in the namespace, its objects' base. */
  enum Kind {
    DEPLOYMENT(
        "apps/v1", "deployments", WORKLOAD.replace("'spec':{'sel", "'spec':{'replicas':0,'sel")),
    REPLICA_SET(
        "apps/v1", "replicasets", WORKLOAD.replace("'spec':{'sel", "'spec':{'replicas':0,'sel")),
    DAEMON_SET("apps/v1", "daemonsets", WORKLOAD),
    STATEFUL_SET(
        "apps/v1",
        "statefulsets",
        WORKLOAD.replace("'spec':{'sel", "'spec':{'replicas':0,'serviceName':'s','sel")),
    POD(
        "",
        "pods",
        "{'metadata':{'name':'a'},'spec':{'schedulerName':'nobody','automountServiceAccountToken':false,'containers':["
            + CONTAINER
            + "]}}"),
    SERVICE("", "services", "{'metadata':{'name':'a'},'spec':{'ports':[{'port':80}]}}"),
    CONFIG_MAP("", "configmaps", "{'metadata':{'name':'a'},'data':{'k':'v'}}"),
    SECRET("", "secrets", "{'metadata':{'name':'a'},'data':{'k':'dg=='}}"),
    INGRESS(
        "networking.k8s.io/v1",
        "ingresses",
        "{'metadata':{'name':'a'},'spec':{'defaultBackend':{'service':{'name':'s','port':{'number':80}}}}}"),
    BUDGET(
        "policy/v1",
        "poddisruptionbudgets",
        "{'metadata':{'name':'a'},'spec':{'minAvailable':1,'selector':{'matchLabels':{'app':'a'}}}}"),
    AUTOSCALER(
        "autoscaling/v2",
        "horizontalpodautoscalers",
        "{'metadata':{'name':'a'},'spec':{'maxReplicas':3,'scaleTargetRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'d'}}}"),
    JOB(
        "batch/v1",
        "jobs",
        "{'metadata':{'name':'a'},'spec':{'suspend':true,'template':{'spec':{'restartPolicy':'Never','containers':["
            + CONTAINER
            + "]}}}}"),
    CRON_JOB(
        "batch/v1",
        "cronjobs",
        "{'metadata':{'name':'a'},'spec':{'schedule':'0 0 1 1 *','suspend':true,'jobTemplate':{'spec':{'template':{'spec':{'restartPolicy':'Never','containers':["
            + CONTAINER
            + "]}}}}}}");

    private final String group;
    private final String plural;
    private final String base;

    Kind(String group, String plural, String base) {
      this.group = group;
      this.plural = plural;
      this.base = base;
    }

    String path(Server server) {
      return group.isEmpty() ? server.core(plural) : server.of(group, plural);
    }
  }

  static JsonNode json(String text) {
    try {
      return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A base with a merge patch. */
  static JsonNode changed(Kind kind, String change) {
    return Json.mergePatch(json(kind.base), json(change));
  }

  /** A creation that is tried. */
  static Check made(String name, Kind kind, String change) {
    JsonNode object = changed(kind, change);
    return new Check(name, s -> s.post(kind.path(s) + "?dryRun=All", object.toString()).said());
  }

  /** A creation that is tried, with a change to spec. */
  static Check spec(String name, Kind kind, String change) {
    return made(name, kind, "{'spec':" + change + "}");
  }

  /** A Deployment whose template's pods are changed, tried. */
  static Check pod(String what, String change) {
    return spec("built-in: a pod " + what, Kind.DEPLOYMENT, "{'template':{'spec':" + change + "}}");
  }

  /** A Deployment whose template's container is changed, tried. */
  static Check container(String what, String change) {
    String container = Json.mergePatch(json(CONTAINER), json(change)).toString();
    return spec(
        "built-in: a container " + what,
        Kind.DEPLOYMENT,
        "{'template':{'spec':{'containers':[" + container + "]}}}");
  }

  /** A change by merge patch of an object that is there. */
  static Check patched(String name, Kind kind, String setUp, String patch) {
    return patched(name, kind, setUp, "", patch);
  }

  /** A change by merge patch through a subresource. */
  static Check patched(String name, Kind kind, String setUp, String subresource, String patch) {
    String object = name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]+", "-");
    ObjectNode made = (ObjectNode) changed(kind, setUp);
    ((ObjectNode) made.path("metadata")).put("name", object);
    return new Check(
        name,
        s -> {
          Answer first = s.post(kind.path(s), made.toString());
          if (first.code() != 201) {
            return "at first " + first.said();
          }
          Answer answer =
              s.patch(
                  kind.path(s) + "/" + object + subresource + "?dryRun=All",
                  Server.MERGE,
                  json(patch).toString());
          s.delete(kind.path(s) + "/" + object + "?propagationPolicy=Background");
          return answer.said();
        });
  }

  /** What Go shows of a whole struct is left out. */
  static Check headOnly(Check check) {
    return new Check(
        check.name(),
        s -> {
          List<String> lines = check.question().ask(s).lines().toList();
          return String.join("\n", lines.subList(0, Math.min(2, lines.size())))
              .replaceAll("core\\.[A-Za-z]+\\{.*}: ", "…: ")
              .replaceAll("0x[0-9a-f]+", "0x…");
        });
  }
}
