// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import java.util.List;

/** Strategic merge patches. */
final class StrategicPatchChecks {
  private StrategicPatchChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "strategic patch: containers and env by name",
            s ->
                patched(
                    s,
                    "smp-env",
                    template(
                        "{\"containers\":[{\"name\":\"main\",\"env\":[{\"name\":\"B\",\"value\":\"3\"},"
                            + "{\"name\":\"C\",\"value\":\"4\"}]}]}"))),
        new Check(
            "strategic patch: a new container",
            s ->
                patched(
                    s,
                    "smp-new",
                    template("{\"containers\":[{\"name\":\"side\",\"image\":\"s\"}]}"))),
        new Check(
            "strategic patch: delete a container",
            s ->
                patched(
                    s,
                    "smp-delete",
                    template("{\"containers\":[{\"$patch\":\"delete\",\"name\":\"other\"}]}"))),
        new Check(
            "strategic patch: replace the containers",
            s ->
                patched(
                    s,
                    "smp-replace",
                    template(
                        "{\"containers\":[{\"name\":\"one\",\"image\":\"o\"},{\"$patch\":\"replace\"}]}"))),
        new Check(
            "strategic patch: delete an env",
            s ->
                patched(
                    s,
                    "smp-env-delete",
                    template(
                        "{\"containers\":[{\"name\":\"main\",\"env\":[{\"$patch\":\"delete\",\"name\":\"A\"}]}]}"))),
        new Check(
            "strategic patch: null removes an env list",
            s ->
                patched(
                    s,
                    "smp-env-null",
                    template("{\"containers\":[{\"name\":\"main\",\"env\":null}]}"))),
        new Check(
            "strategic patch: the order of elements",
            s ->
                patched(
                    s,
                    "smp-order",
                    template(
                        "{\"$setElementOrder/containers\":[{\"name\":\"other\"},{\"name\":\"new\"},{\"name\":\"main\"}],"
                            + "\"containers\":[{\"name\":\"new\",\"image\":\"n\"}]}"))),
        new Check(
            "strategic patch: only the order of elements",
            s ->
                patched(
                    s,
                    "smp-only-order",
                    template(
                        "{\"$setElementOrder/containers\":[{\"name\":\"other\"},{\"name\":\"main\"}]}"))),
        new Check(
            "strategic patch: an order that contradicts the patch",
            s -> {
              s.post(s.of("apps/v1", "deployments"), deployment("smp-contra"));
              Answer answer =
                  s.patch(
                      s.of("apps/v1", "deployments/smp-contra"),
                      Server.STRATEGIC,
                      template(
                          "{\"$setElementOrder/containers\":[{\"name\":\"a\"},{\"name\":\"b\"}],"
                              + "\"containers\":[{\"name\":\"b\"},{\"name\":\"a\"}]}"));
              return answer.said();
            }),
        new Check(
            "strategic patch: an element without its key",
            s -> {
              s.post(s.of("apps/v1", "deployments"), deployment("smp-keyless"));
              return s.patch(
                      s.of("apps/v1", "deployments/smp-keyless"),
                      Server.STRATEGIC,
                      template("{\"containers\":[{\"image\":\"x\"}]}"))
                  .said();
            }),
        new Check(
            "strategic patch: ports by number",
            s ->
                patched(
                    s,
                    "smp-ports",
                    template(
                        "{\"containers\":[{\"name\":\"main\",\"ports\":[{\"containerPort\":80,\"name\":\"web\"},"
                            + "{\"containerPort\":81}]}]}"))),
        new Check(
            "strategic patch: args are replaced",
            s ->
                patched(
                    s,
                    "smp-args",
                    template("{\"containers\":[{\"name\":\"main\",\"args\":[\"z\"]}]}"))),
        new Check(
            "strategic patch: retained keys",
            s -> {
              String path = s.of("apps/v1", "deployments/smp-retain");
              s.post(s.of("apps/v1", "deployments"), deployment("smp-retain"));
              return s.patch(
                      path,
                      Server.STRATEGIC,
                      "{\"spec\":{\"strategy\":{\"$retainKeys\":[\"type\"],\"type\":\"Recreate\"}}}")
                  .shows("/spec/strategy");
            }),
        new Check(
            "strategic patch: retained keys that leave out one of the patch",
            s -> {
              s.post(s.of("apps/v1", "deployments"), deployment("smp-retain-bad"));
              return s.patch(
                      s.of("apps/v1", "deployments/smp-retain-bad"),
                      Server.STRATEGIC,
                      "{\"spec\":{\"strategy\":{\"$retainKeys\":[\"rollingUpdate\"],\"type\":\"Recreate\"}}}")
                  .said();
            }),
        new Check(
            "strategic patch: finalizers are merged",
            s -> {
              s.post(
                  s.core("configmaps"),
                  "{\"metadata\":{\"name\":\"smp-fin\",\"finalizers\":[\"a.b/c\"]}}");
              String path = s.core("configmaps/smp-fin");
              Answer added =
                  s.patch(path, Server.STRATEGIC, "{\"metadata\":{\"finalizers\":[\"d.e/f\"]}}");
              Answer deleted =
                  s.patch(
                      path,
                      Server.STRATEGIC,
                      "{\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":[\"a.b/c\"]}}");
              s.patch(path, Server.MERGE, "{\"metadata\":{\"finalizers\":null}}");
              return added.shows("/metadata/finalizers")
                  + "\n"
                  + deleted.shows("/metadata/finalizers");
            }),
        new Check(
            "strategic patch: labels and null",
            s -> {
              s.post(
                  s.core("configmaps"),
                  "{\"metadata\":{\"name\":\"smp-labels\",\"labels\":{\"a\":\"1\",\"b\":\"2\"}}}");
              return s.patch(
                      s.core("configmaps/smp-labels"),
                      Server.STRATEGIC,
                      "{\"metadata\":{\"labels\":{\"a\":null,\"c\":\"3\"}}}")
                  .shows("/metadata/labels");
            }),
        new Check(
            "strategic patch: replace a map",
            s -> {
              s.post(
                  s.core("configmaps"),
                  "{\"metadata\":{\"name\":\"smp-map\"},\"data\":{\"a\":\"1\",\"b\":\"2\"}}");
              return s.patch(
                      s.core("configmaps/smp-map"),
                      Server.STRATEGIC,
                      "{\"data\":{\"$patch\":\"replace\",\"c\":\"3\"}}")
                  .shows("/data");
            }),
        new Check(
            "strategic patch: an unknown directive",
            s -> {
              s.post(s.core("configmaps"), CreateChecks.map("smp-directive"));
              Answer answer =
                  s.patch(
                      s.core("configmaps/smp-directive"),
                      Server.STRATEGIC,
                      "{\"data\":{\"$patch\":\"foo\"}}");
              return answer.code() + " " + answer.at("/reason").asText();
            }),
        new Check(
            "strategic patch: no JSON",
            s -> {
              s.post(s.core("configmaps"), CreateChecks.map("smp-bad"));
              Answer answer = s.patch(s.core("configmaps/smp-bad"), Server.STRATEGIC, "{bad");
              return answer.code() + " " + answer.at("/reason").asText();
            }),
        new Check(
            "strategic patch: of a custom resource",
            s -> s.patch(s.widgets() + "/none", Server.STRATEGIC, "{}").said()),
        new Check(
            "strategic patch: conditions of a status by type",
            s -> {
              String path = s.of("apps/v1", "deployments/smp-status");
              s.post(s.of("apps/v1", "deployments"), paused("smp-status"));
              s.patch(
                  path + "/status",
                  Server.STRATEGIC,
                  "{\"status\":{\"conditions\":[{\"type\":\"A\",\"status\":\"True\"},{\"type\":\"B\",\"status\":\"True\"}]}}");
              return s.patch(
                          path + "/status",
                          Server.STRATEGIC,
                          "{\"status\":{\"conditions\":[{\"type\":\"B\",\"status\":\"False\"}]}}")
                      .code()
                  + "";
            }));
  }

  private static String template(String podSpec) {
    return "{\"spec\":{\"template\":{\"spec\":" + podSpec + "}}}";
  }

  private static String patched(Server s, String name, String patch) throws Exception {
    String path = s.of("apps/v1", "deployments");
    s.post(path, deployment(name));
    Answer answer = s.patch(path + "/" + name, Server.STRATEGIC, patch);
    return answer.code() >= 300
        ? answer.said()
        : answer.code()
            + "\n"
            + Answer.sorted(answer.at("/spec/template/spec/containers"))
                .toString()
                .replaceAll(
                    ",\"(imagePullPolicy|resources|terminationMessagePath|terminationMessagePolicy)\":(\"[^\"]*\"|\\{})",
                    "");
  }

  /** Without pods, and paused, so that its controller has little to do. */
  static String deployment(String name) {
    return """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"%1$s"},
         "spec":{"replicas":0,"selector":{"matchLabels":{"app":"%1$s"}},
          "template":{"metadata":{"labels":{"app":"%1$s"}},"spec":{"containers":[
           {"name":"main","image":"m","args":["x","y"],
            "env":[{"name":"A","value":"1"},{"name":"B","value":"2"}],
            "ports":[{"containerPort":80}]},
           {"name":"other","image":"o"}]}}}}"""
        .formatted(name);
  }

  private static String paused(String name) {
    return deployment(name).replace("\"replicas\":0", "\"replicas\":0,\"paused\":true");
  }
}
