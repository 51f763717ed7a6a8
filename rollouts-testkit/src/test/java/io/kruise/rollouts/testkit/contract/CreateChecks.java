// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import java.util.List;

/** POST. */
final class CreateChecks {
  private CreateChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "create: a custom resource",
            s ->
                s.post(s.widgets(), Widgets.named("create-one", "{\"size\":1}"))
                    .shows(
                        "/apiVersion",
                        "/kind",
                        "/metadata/generation",
                        "/metadata/namespace",
                        "/metadata/uid",
                        "/metadata/creationTimestamp",
                        "/metadata/managedFields",
                        "/spec")),
        new Check(
            "create: a built-in object without kind",
            s ->
                s.post(s.core("configmaps"), map("create-map"))
                    .shows(
                        "/apiVersion",
                        "/kind",
                        "/metadata/generation",
                        "/metadata/uid",
                        "/metadata/managedFields",
                        "/data")),
        new Check(
            "create: a name that is taken",
            s -> {
              s.post(s.core("configmaps"), map("create-taken"));
              return s.post(s.core("configmaps"), map("create-taken")).said();
            }),
        new Check(
            "create: a taken name of a custom resource",
            s -> {
              s.post(s.widgets(), Widgets.named("create-again", "{\"size\":1}"));
              return s.post(s.widgets(), Widgets.named("create-again", "{\"size\":1}")).said();
            }),
        new Check(
            "create: a taken name, and invalid",
            s -> {
              s.post(s.widgets(), Widgets.named("create-both", "{\"size\":1}"));
              return s.post(s.widgets(), Widgets.named("create-both", "{\"size\":-1}")).said();
            }),
        new Check(
            "create: status is dropped",
            s ->
                s.post(
                        s.widgets(),
                        Widgets.named("create-status", "{\"size\":1},\"status\":{\"size\":3}"))
                    .shows("/spec", "/status")),
        new Check(
            "create: what the client may not set",
            s ->
                s.post(
                        s.widgets(),
                        Widgets.of(
                            "{\"name\":\"create-system\",\"generation\":7,"
                                + "\"uid\":\"11111111-1111-1111-1111-111111111111\","
                                + "\"creationTimestamp\":\"2001-01-01T00:00:00Z\","
                                + "\"deletionTimestamp\":\"2001-01-01T00:00:00Z\","
                                + "\"selfLink\":\"x\"}",
                            "{\"size\":1}"))
                    .shows(
                        "/metadata/generation",
                        "/metadata/deletionTimestamp",
                        "/metadata/selfLink")),
        new Check(
            "create: a given resourceVersion",
            s ->
                s.post(
                        s.widgets(),
                        Widgets.of(
                            "{\"name\":\"create-version\",\"resourceVersion\":\"5\"}",
                            "{\"size\":1}"))
                    .said()),
        new Check(
            "create: a generated name",
            s ->
                Boolean.toString(
                    s.post(
                            s.core("configmaps"),
                            "{\"metadata\":{\"generateName\":\"create-gen-\"}}")
                        .at("/metadata/name")
                        .asText()
                        .matches("create-gen-[a-z0-9]{5}"))),
        new Check("create: no name", s -> s.post(s.core("configmaps"), "{}").said()),
        new Check(
            "create: a bad name", s -> s.post(s.core("configmaps"), map("UPPER_case")).said()),
        new Check(
            "create: a bad name of a custom resource",
            s -> s.post(s.widgets(), Widgets.named("-a", "{\"size\":1}")).said()),
        new Check(
            "create: a name too long",
            s ->
                s.post(s.core("configmaps"), map("x".repeat(254)))
                    .said()
                    .replace("x".repeat(254), "x…")),
        new Check(
            "create: a namespace's name with a dot",
            s -> s.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"a.b\"}}").said()),
        new Check(
            "create: a service's name with a digit first",
            s ->
                s.post(
                        s.core("services"),
                        "{\"metadata\":{\"name\":\"1a\"},\"spec\":{\"ports\":[{\"port\":80}]}}")
                    .said()),
        new Check(
            "create: a bad label key",
            s ->
                s.post(
                        s.core("configmaps"),
                        "{\"metadata\":{\"name\":\"create-label\",\"labels\":{\"a b\":\"c\"}}}")
                    .said()),
        new Check(
            "create: a bad label value",
            s ->
                s.post(
                        s.widgets(),
                        Widgets.of(
                            "{\"name\":\"create-label\",\"labels\":{\"a\":\"b c\"}}",
                            "{\"size\":1}"))
                    .said()),
        new Check(
            "create: a label that is a number",
            s ->
                s.post(
                        s.widgets(),
                        Widgets.of(
                            "{\"name\":\"create-label\",\"labels\":{\"a\":1}}", "{\"size\":1}"))
                    .said()),
        new Check(
            "create: a bad annotation key",
            s ->
                s.post(
                        s.core("configmaps"),
                        "{\"metadata\":{\"name\":\"create-ann\",\"annotations\":{\"a/b/c\":\"d\"}}}")
                    .said()),
        new Check(
            "create: a bad finalizer",
            s ->
                s.post(
                        s.core("configmaps"),
                        "{\"metadata\":{\"name\":\"create-fin\",\"finalizers\":[\"a b\"]}}")
                    .said()),
        new Check(
            "create: a finalizer that isn't qualified, of a custom resource",
            s ->
                s.post(
                        s.widgets() + "?dryRun=All",
                        Widgets.of(
                            "{\"name\":\"create-finalizer\",\"finalizers\":[\"hold\",\"a.b\"]}",
                            "{\"size\":1}"))
                    .warns()),
        new Check(
            "create: a namespace that isn't there",
            s -> s.post("/api/v1/namespaces/missing/configmaps", map("a")).said()),
        new Check(
            "create: a namespace that isn't there, of a custom resource",
            s ->
                s.post(
                        "/apis/" + Widgets.GROUP + "/v1/namespaces/missing/widgets",
                        Widgets.named("a", "{\"size\":1}"))
                    .said()),
        new Check(
            "create: another namespace in the body",
            s ->
                s.post(
                        s.core("configmaps"),
                        "{\"metadata\":{\"name\":\"a\",\"namespace\":\"other\"}}")
                    .said()),
        new Check(
            "create: another kind",
            s ->
                s.post(
                        s.core("configmaps"),
                        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"}}")
                    .said()),
        new Check(
            "create: another kind for a custom resource",
            s ->
                s.post(
                        s.widgets(),
                        Widgets.named("a", "{\"size\":1}").replace("\"Widget\"", "\"Other\""))
                    .said()),
        new Check(
            "create: a custom resource without kind",
            s -> s.post(s.widgets(), "{\"metadata\":{\"name\":\"x\"}}").said()),
        new Check(
            "create: a custom resource without apiVersion",
            s -> s.post(s.widgets(), "{\"kind\":\"Widget\",\"metadata\":{\"name\":\"x\"}}").said()),
        new Check("create: no JSON", s -> head(s.post(s.core("configmaps"), "{bad"))),
        new Check(
            "create: no body", s -> s.send("POST", s.core("configmaps"), Server.JSON, "").said()),
        new Check("create: a JSON list", s -> head(s.post(s.core("configmaps"), "[]"))),
        new Check(
            "create: an unknown Content-Type",
            s -> s.send("POST", s.core("configmaps"), "text/plain", "x").said()),
        new Check(
            "create: YAML",
            s ->
                s.send(
                        "POST",
                        s.core("configmaps"),
                        "application/yaml",
                        "metadata:\n  name: create-yaml\ndata:\n  a: b\n")
                    .shows("/data")),
        new Check(
            "create: a dry run",
            s -> {
              Answer answer = s.post(s.core("configmaps") + "?dryRun=All", map("create-dry"));
              return answer.shows("/metadata/uid", "/metadata/resourceVersion")
                  + "\nthen "
                  + s.get(s.core("configmaps/create-dry")).code();
            }),
        new Check(
            "create: an unknown dry run",
            s -> s.post(s.core("configmaps") + "?dryRun=Some", map("create-dry")).said()),
        new Check(
            "create: a namespace",
            s ->
                s.post(
                        "/api/v1/namespaces?dryRun=All",
                        "{\"metadata\":{\"name\":\"create-namespace\"}}")
                    .shows("/metadata/labels", "/spec", "/status", "/metadata/generation")),
        new Check(
            "create: two controlling owners",
            s ->
                s.post(
                            s.core("configmaps"),
                            "{\"metadata\":{\"name\":\"create-owned\",\"ownerReferences\":["
                                + owner("a")
                                + ","
                                + owner("b")
                                + "]}}")
                        .code()
                    + ""),
        new Check(
            "create: an owner without uid",
            s ->
                s.post(
                        s.core("configmaps"),
                        "{\"metadata\":{\"name\":\"create-owned\",\"ownerReferences\":["
                            + owner("a").replace("\"uid\":\"a\"", "\"uid\":\"\"")
                            + "]}}")
                    .said()));
  }

  private static String owner(String name) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"%1$s\",\"uid\":\"%1$s\",\"controller\":true}"
        .formatted(name);
  }

  static String map(String name) {
    return "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"a\":\"b\"}}";
  }

  /** What parsers say of the text differs from language to language. */
  private static String head(Answer answer) {
    return answer.code()
        + " "
        + answer.at("/reason").asText()
        + " "
        + answer.at("/message").asText().replaceAll("json parse error: .*", "json parse error: …");
  }
}
