// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** DELETE. */
final class DeleteChecks {
  private DeleteChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "delete: a custom resource",
            s -> {
              UpdateChecks.made(s, "delete-one");
              return s.delete(s.widgets() + "/delete-one").said()
                  + "\nthen "
                  + s.get(s.widgets() + "/delete-one").code();
            }),
        new Check(
            "delete: a ConfigMap",
            s -> {
              s.post(s.core("configmaps"), CreateChecks.map("delete-map"));
              return s.delete(s.core("configmaps/delete-map")).said();
            }),
        new Check(
            "delete: a Service",
            s -> {
              s.post(
                  s.core("services"),
                  "{\"metadata\":{\"name\":\"delete-service\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
              return s.delete(s.core("services/delete-service")).shows("/kind", "/metadata/name");
            }),
        new Check(
            "delete: a pod that runs nowhere",
            s -> {
              s.post(
                  s.core("pods"),
                  "{\"metadata\":{\"name\":\"delete-pod\"},\"spec\":{\"schedulerName\":\"nobody\","
                      + "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
              return s.delete(s.core("pods/delete-pod")).shows("/kind", "/metadata/name")
                  + "\nthen "
                  + s.get(s.core("pods/delete-pod")).code();
            }),
        new Check("delete: what isn't there", s -> s.delete(s.widgets() + "/none").said()),
        new Check(
            "delete: with a finalizer",
            s -> {
              finalized(s, "delete-fin");
              String path = s.widgets() + "/delete-fin";
              String held =
                  s.delete(path)
                      .shows(
                          "/kind",
                          "/metadata/deletionTimestamp",
                          "/metadata/deletionGracePeriodSeconds",
                          "/metadata/generation",
                          "/metadata/finalizers");
              String read = s.get(path).shows("/metadata/deletionTimestamp");
              String again = s.delete(path).shows("/metadata/generation");
              String freed =
                  s.patch(path, Server.MERGE, "{\"metadata\":{\"finalizers\":null}}")
                      .shows("/kind", "/metadata/finalizers");
              return held
                  + "\n"
                  + read
                  + "\n"
                  + again
                  + "\n"
                  + freed
                  + "\nthen "
                  + s.get(path).code();
            }),
        new Check(
            "delete: no new finalizer afterwards",
            s -> {
              finalized(s, "delete-late");
              String path = s.widgets() + "/delete-late";
              s.delete(path);
              String said =
                  s.patch(
                          path,
                          Server.MERGE,
                          "{\"metadata\":{\"finalizers\":[\"example.com/a\",\"example.com/b\"]}}")
                      .said();
              s.patch(path, Server.MERGE, "{\"metadata\":{\"finalizers\":null}}");
              return said;
            }),
        new Check(
            "delete: may be changed until it is gone",
            s -> {
              finalized(s, "delete-change");
              String path = s.widgets() + "/delete-change";
              s.delete(path);
              String said =
                  s.patch(path, Server.MERGE, "{\"spec\":{\"size\":2}}")
                      .shows("/spec/size", "/metadata/generation");
              s.patch(path, Server.MERGE, "{\"metadata\":{\"finalizers\":[]}}");
              return said + "\nthen " + s.get(path).code();
            }),
        new Check(
            "delete: a wrong uid",
            s -> {
              s.post(s.core("configmaps"), CreateChecks.map("delete-uid"));
              return s.delete(
                      s.core("configmaps/delete-uid"),
                      "{\"preconditions\":{\"uid\":\"11111111-2222-3333-4444-555555555555\"}}")
                  .said();
            }),
        new Check(
            "delete: a wrong uid of a custom resource",
            s -> {
              UpdateChecks.made(s, "delete-uid");
              return s.delete(
                      s.widgets() + "/delete-uid",
                      "{\"preconditions\":{\"uid\":\"11111111-2222-3333-4444-555555555555\"}}")
                  .said();
            }),
        new Check(
            "delete: the right uid and resourceVersion",
            s -> {
              ObjectNode made = UpdateChecks.made(s, "delete-right");
              return s.delete(
                      s.widgets() + "/delete-right",
                      "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"preconditions\":{\"uid\":"
                          + made.at("/metadata/uid")
                          + ",\"resourceVersion\":"
                          + made.at("/metadata/resourceVersion")
                          + "}}")
                  .said();
            }),
        new Check(
            "delete: a stale resourceVersion",
            s -> {
              UpdateChecks.made(s, "delete-stale");
              return s.delete(
                      s.widgets() + "/delete-stale",
                      "{\"preconditions\":{\"resourceVersion\":\"1\"}}")
                  .said()
                  .replaceAll("record \\(\\d+\\)", "record (RV)");
            }),
        new Check(
            "delete: a dry run",
            s -> {
              UpdateChecks.made(s, "delete-dry");
              return s.delete(s.widgets() + "/delete-dry?dryRun=All").said()
                  + "\nthen "
                  + s.get(s.widgets() + "/delete-dry").code();
            }),
        new Check(
            "delete: a dry run in the body",
            s -> {
              UpdateChecks.made(s, "delete-dry-body");
              return s.delete(s.widgets() + "/delete-dry-body", "{\"dryRun\":[\"All\"]}").code()
                  + " then "
                  + s.get(s.widgets() + "/delete-dry-body").code();
            }),
        new Check(
            "delete: an unknown propagationPolicy",
            s -> s.delete(s.widgets() + "/none", "{\"propagationPolicy\":\"Foo\"}").said()),
        new Check(
            "delete: an unknown propagationPolicy of what is there",
            s -> {
              UpdateChecks.made(s, "delete-policy");
              return s.delete(s.widgets() + "/delete-policy?propagationPolicy=Foo").said();
            }),
        new Check(
            "delete: in the foreground",
            s -> {
              UpdateChecks.made(s, "delete-foreground");
              return s.delete(s.widgets() + "/delete-foreground?propagationPolicy=Foreground")
                  .shows("/kind", "/metadata/finalizers", "/metadata/generation");
            }),
        new Check(
            "delete: orphaning",
            s -> {
              s.post(s.core("configmaps"), CreateChecks.map("delete-orphan"));
              return s.delete(
                      s.core("configmaps/delete-orphan"), "{\"propagationPolicy\":\"Orphan\"}")
                  .shows("/kind", "/metadata/finalizers");
            }),
        new Check(
            "delete: no JSON",
            s -> {
              UpdateChecks.made(s, "delete-bad");
              return s.delete(s.widgets() + "/delete-bad", "{bad").code() + "";
            }),
        new Check(
            "delete: many",
            s -> {
              for (String name : List.of("many-a", "many-b")) {
                s.post(
                    s.core("configmaps"),
                    "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"many\":\"x\"}}}");
              }
              Answer deleted = s.delete(s.core("configmaps") + "?labelSelector=many=x");
              return deleted.shows("/kind")
                  + " "
                  + ReadChecks.names(deleted)
                  + "\nthen "
                  + ReadChecks.names(s.get(s.core("configmaps") + "?labelSelector=many=x"));
            }),
        new Check(
            "delete: many custom resources",
            s -> {
              s.post(
                  s.widgets(),
                  Widgets.of("{\"name\":\"many-a\",\"labels\":{\"many\":\"x\"}}", "{\"size\":1}"));
              Answer deleted = s.delete(s.widgets() + "?labelSelector=many=x");
              return deleted.shows("/kind") + " " + ReadChecks.names(deleted);
            }),
        new Check(
            "delete: a namespace that stays", s -> s.delete("/api/v1/namespaces/default").said()),
        new Check(
            "delete: a namespace",
            s -> {
              String path = "/api/v1/namespaces/" + s.namespace() + "-gone";
              s.post(
                  "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + s.namespace() + "-gone\"}}");
              s.post(
                  path + "/configmaps",
                  "{\"metadata\":{\"name\":\"held\",\"finalizers\":[\"example.com/hold\"]}}");
              String deleted =
                  s.delete(path)
                      .shows("/kind", "/metadata/deletionTimestamp", "/spec", "/status/phase");
              String late = s.post(path + "/configmaps", CreateChecks.map("late")).said();
              s.patch(
                  path + "/configmaps/held", Server.MERGE, "{\"metadata\":{\"finalizers\":null}}");
              return deleted + "\n" + late;
            }));
  }

  private static void finalized(Server s, String name) throws Exception {
    s.post(
        s.widgets(),
        Widgets.of(
            "{\"name\":\"" + name + "\",\"finalizers\":[\"example.com/hold\"]}", "{\"size\":1}"));
  }
}
