// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import java.util.List;

/** Server-side apply. */
final class ApplyChecks {
  private ApplyChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "apply: without a fieldManager",
            s ->
                s.patch(s.widgets() + "/apply-none", Server.APPLY, widget("apply-none", "1"))
                    .said()),
        new Check(
            "apply: makes what isn't there",
            s ->
                apply(s, "apply-new", "first", "", "{\"size\":1}")
                    .shows("/spec", "/metadata/managedFields", "/metadata/generation")),
        new Check(
            "apply: the same again",
            s -> {
              Answer first = apply(s, "apply-same", "first", "", "{\"size\":1}");
              Answer second = apply(s, "apply-same", "first", "", "{\"size\":1}");
              return second.code()
                  + " same version "
                  + first
                      .at("/metadata/resourceVersion")
                      .equals(second.at("/metadata/resourceVersion"));
            }),
        new Check(
            "apply: a change of one's own",
            s -> {
              apply(s, "apply-own", "first", "", "{\"size\":1}");
              return apply(s, "apply-own", "first", "", "{\"size\":2,\"note\":\"x\"}")
                  .shows("/spec", "/metadata/managedFields", "/metadata/generation");
            }),
        new Check(
            "apply: what is left out is taken away",
            s -> {
              apply(
                  s,
                  "apply-prune",
                  "first",
                  "",
                  "{\"size\":1,\"note\":\"x\",\"labels\":{\"a\":\"1\",\"b\":\"2\"},"
                      + "\"parts\":[{\"name\":\"p\"},{\"name\":\"q\"}]}");
              return apply(
                      s,
                      "apply-prune",
                      "first",
                      "",
                      "{\"size\":1,\"labels\":{\"a\":\"1\"},\"parts\":[{\"name\":\"q\"}]}")
                  .shows("/spec", "/metadata/managedFields");
            }),
        new Check(
            "apply: a conflict with another applier",
            s -> {
              apply(s, "apply-conflict", "first", "", "{\"size\":1}");
              return apply(s, "apply-conflict", "second", "", "{\"size\":2}").said();
            }),
        new Check(
            "apply: two conflicts",
            s -> {
              apply(s, "apply-two", "first", "", "{\"size\":1,\"note\":\"x\"}");
              return apply(s, "apply-two", "second", "", "{\"size\":2,\"note\":\"y\"}").said();
            }),
        new Check(
            "apply: by force",
            s -> {
              apply(s, "apply-force", "first", "", "{\"size\":1,\"note\":\"x\"}");
              return apply(s, "apply-force", "second", "&force=true", "{\"size\":2}")
                  .shows("/spec", "/metadata/managedFields");
            }),
        new Check(
            "apply: the same value is shared",
            s -> {
              apply(s, "apply-shared", "first", "", "{\"size\":1}");
              return apply(s, "apply-shared", "second", "", "{\"size\":1}")
                  .shows("/spec", "/metadata/managedFields");
            }),
        new Check(
            "apply: a conflict with an update",
            s -> {
              UpdateChecks.made(s, "apply-update");
              return apply(s, "apply-update", "first", "", "{\"size\":2}").said();
            }),
        new Check(
            "apply: an update takes fields away from an applier",
            s -> {
              apply(s, "apply-taken", "first", "", "{\"size\":1,\"note\":\"x\"}");
              return s.patch(
                      s.widgets() + "/apply-taken", Server.MERGE, "{\"spec\":{\"note\":\"y\"}}")
                  .shows("/metadata/managedFields");
            }),
        new Check(
            "apply: elements of a keyed list have owners of their own",
            s -> {
              apply(s, "apply-parts", "first", "", "{\"size\":1,\"parts\":[{\"name\":\"p\"}]}");
              return apply(
                      s,
                      "apply-parts",
                      "second",
                      "",
                      "{\"size\":1,\"parts\":[{\"name\":\"q\",\"weight\":1}]}")
                  .shows("/spec/parts", "/metadata/managedFields");
            }),
        new Check(
            "apply: sets and atomic lists",
            s -> {
              apply(
                  s, "apply-sets", "first", "", "{\"size\":1,\"kinds\":[\"a\"],\"tags\":[\"a\"]}");
              return apply(s, "apply-sets", "second", "", "{\"size\":1,\"kinds\":[\"b\"]}")
                      .shows("/spec", "/metadata/managedFields")
                  + "\n"
                  + apply(s, "apply-sets", "second", "", "{\"size\":1,\"tags\":[\"b\"]}").said();
            }),
        new Check(
            "apply: on /status",
            s -> {
              UpdateChecks.made(s, "apply-status");
              return s.patch(
                      s.widgets() + "/apply-status/status?fieldManager=first",
                      Server.APPLY,
                      "apiVersion: "
                          + Widgets.GROUP
                          + "/v1\nkind: Widget\nmetadata:\n  name: apply-status\nstatus:\n  state: x\n")
                  .shows("/spec", "/status", "/metadata/managedFields");
            }),
        new Check(
            "apply: to a Deployment",
            s -> {
              String path = s.of("apps/v1", "deployments/apply-deploy?fieldManager=first");
              s.patch(path, Server.APPLY, StrategicPatchChecks.deployment("apply-deploy"));
              return s.patch(
                      s.of("apps/v1", "deployments/apply-deploy?fieldManager=second"),
                      Server.APPLY,
                      """
                      {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"apply-deploy"},
                       "spec":{"template":{"spec":{"containers":[
                        {"name":"main","env":[{"name":"C","value":"3"}]}]}}}}""")
                  .shows(
                      "/spec/template/spec/containers/0/env",
                      "/spec/template/spec/containers/1/name");
            }),
        new Check(
            "apply: the fields of a Deployment",
            s -> {
              String path = s.of("apps/v1", "deployments/apply-fields?fieldManager=first");
              return s.patch(path, Server.APPLY, StrategicPatchChecks.deployment("apply-fields"))
                  .shows("/metadata/managedFields/0");
            }),
        new Check(
            "apply: another name",
            s ->
                s.patch(
                        s.widgets() + "/apply-q?fieldManager=first",
                        Server.APPLY,
                        widget("apply-r", "1"))
                    .said()),
        new Check(
            "apply: another kind",
            s ->
                s.patch(
                        s.widgets() + "/apply-kind?fieldManager=first",
                        Server.APPLY,
                        widget("apply-kind", "1").replace("\"Widget\"", "\"Other\""))
                    .said()),
        new Check(
            "apply: another version",
            s ->
                s.patch(
                        s.widgets() + "/apply-version?fieldManager=first",
                        Server.APPLY,
                        widget("apply-version", "1").replace("/v1\"", "/v2\""))
                    .said()),
        new Check(
            "apply: with managedFields",
            s ->
                s.patch(
                        s.widgets() + "/apply-managed?fieldManager=first",
                        Server.APPLY,
                        Widgets.of(
                            "{\"name\":\"apply-managed\",\"managedFields\":[{\"manager\":\"x\"}]}",
                            "{\"size\":1}"))
                    .said()),
        new Check(
            "apply: invalid by the schema",
            s -> apply(s, "apply-invalid", "first", "", "{\"size\":-1}").said()),
        new Check(
            "apply: an unknown field",
            s -> {
              Answer answer = apply(s, "apply-unknown", "first", "", "{\"size\":1,\"other\":1}");
              return answer.code() + " " + answer.at("/reason").asText();
            }),
        new Check(
            "apply: a dry run",
            s ->
                apply(s, "apply-dry", "first", "&dryRun=All", "{\"size\":1}").code()
                    + " then "
                    + s.get(s.widgets() + "/apply-dry").code()),
        new Check(
            "apply: no YAML",
            s -> {
              Answer answer =
                  s.patch(s.widgets() + "/apply-bad?fieldManager=first", Server.APPLY, "a: b: c");
              return answer.code() + " " + answer.at("/reason").asText();
            }),
        new Check(
            "apply: kubectl takes over what it applied on the client's side",
            s -> {
              String spec = "{\"size\":1}";
              String last =
                  Widgets.of(
                          "{\"name\":\"apply-over\",\"namespace\":\"" + s.namespace() + "\"}", spec)
                      .replace("\"", "\\\"");
              s.post(
                  s.widgets() + "?fieldManager=kubectl-client-side-apply",
                  Widgets.of(
                      "{\"name\":\"apply-over\",\"annotations\":{"
                          + "\"kubectl.kubernetes.io/last-applied-configuration\":\""
                          + last
                          + "\"}}",
                      spec));
              return apply(s, "apply-over", "kubectl", "", "{\"size\":2}")
                  .shows("/spec/size", "/metadata/managedFields/0/manager");
            }));
  }

  private static String widget(String name, String size) {
    return Widgets.named(name, "{\"size\":" + size + "}");
  }

  private static Answer apply(Server s, String name, String manager, String parameters, String spec)
      throws Exception {
    return s.patch(
        s.widgets() + "/" + name + "?fieldManager=" + manager + parameters,
        Server.APPLY,
        Widgets.named(name, spec));
  }
}
