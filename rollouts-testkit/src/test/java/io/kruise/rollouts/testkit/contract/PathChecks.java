// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;

/** What is served where, by which method, in which form. */
final class PathChecks {
  private PathChecks() {}

  static List<Check> all() {
    return List.of(
        new Check("path: /healthz", s -> text(s.get("/healthz"))),
        new Check("path: /livez", s -> text(s.get("/livez"))),
        new Check("path: /readyz", s -> text(s.get("/readyz"))),
        new Check(
            "path: /version", s -> s.get("/version").shows("/major", "/minor", "/gitVersion")),
        new Check("path: an unknown root", s -> text(s.get("/nope"))),
        new Check("path: an unknown core type", s -> s.get("/api/v1/nopes").said()),
        new Check("path: an unknown built-in type", s -> s.get("/apis/apps/v1/nopes").said()),
        new Check("path: an unknown group", s -> text(s.get("/apis/nope.example.com/v1/x"))),
        new Check(
            "path: an unknown custom type",
            s -> text(s.get("/apis/" + Widgets.GROUP + "/v1/nopes"))),
        new Check(
            "path: a namespaced type's object without a namespace",
            s -> s.get("/api/v1/configmaps/x").said()),
        new Check("path: POST over all namespaces", s -> s.post("/api/v1/configmaps", "{}").said()),
        new Check("path: POST on an object", s -> s.post(s.core("configmaps") + "/x", "{}").said()),
        new Check("path: PUT on a collection", s -> s.put(s.core("configmaps"), "{}").said()),
        new Check(
            "path: PATCH on a collection",
            s -> s.patch(s.core("configmaps"), Server.MERGE, "{}").said()),
        new Check("path: a subresource that isn't", s -> s.get(s.core("configmaps/x/nope")).said()),
        new Check(
            "path: /status of a type without one",
            s -> s.get(s.core("configmaps/x/status")).said()),
        new Check("path: DELETE of /status", s -> s.delete(s.widgets() + "/x/status").said()),
        new Check(
            "path: form that isn't served",
            s -> s.get(s.core("configmaps"), "Accept", "application/xml").said()),
        new Check(
            "path: one of several forms",
            s ->
                s.get(s.core("configmaps/x"), "Accept", "application/xml, application/json")
                    .said()),
        new Check(
            "path: only protobuf",
            s -> {
              Answer answer =
                  s.get(s.core("configmaps/x"), "Accept", "application/vnd.kubernetes.protobuf");
              return answer.code() + " " + answer.headers().firstValue("Content-Type").orElse("");
            }),
        new Check(
            "path: protobuf or JSON",
            s -> {
              Answer answer =
                  s.get(
                      s.core("configmaps"),
                      "Accept",
                      "application/vnd.kubernetes.protobuf,application/json");
              return answer.code() + " " + answer.headers().firstValue("Content-Type").orElse("");
            }),
        new Check(
            "path: YAML",
            s -> {
              Answer answer = s.get(s.widgets(), "Accept", "application/yaml");
              return answer.headers().firstValue("Content-Type").orElse("")
                  + " "
                  + answer.text().contains("kind: WidgetList");
            }),
        new Check(
            "path: only metadata",
            s ->
                s.get(
                        "/api/v1/namespaces/" + s.namespace(),
                        "Accept",
                        "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")
                    .shows("/kind", "/apiVersion", "/metadata/name", "/spec")),
        new Check(
            "path: a list of only metadata",
            s ->
                s.get(
                        "/api/v1/namespaces?fieldSelector=metadata.name=" + s.namespace(),
                        "Accept",
                        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")
                    .shows("/kind", "/apiVersion", "/items/0/kind", "/items/0/metadata/name")),
        new Check(
            "path: access to oneself's rights",
            s ->
                s.post(
                        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                        "{\"spec\":{\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"pods\"}}}")
                    .shows("/kind", "/spec/resourceAttributes", "/status/allowed")),
        new Check(
            "path: oneself's rules",
            s -> {
              Answer answer =
                  s.post(
                      "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
                      "{\"spec\":{\"namespace\":\"default\"}}");
              return answer.shows("/kind", "/status/incomplete")
                  + "\nall "
                  + Json.items(answer.at("/status/resourceRules")).stream()
                      .anyMatch(rule -> rule.path("verbs").toString().equals("[\"*\"]"));
            }));
  }

  private static String text(Answer answer) {
    return answer.code()
        + " "
        + answer.headers().firstValue("Content-Type").orElse("")
        + " "
        + answer.text().strip();
  }
}
