// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.TreeSet;

/** What the server says of itself. */
final class DiscoveryChecks {
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  private DiscoveryChecks() {}

  static List<Check> all() {
    return List.of(
        new Check("discovery: /api", s -> s.get("/api").shows("/kind", "/versions")),
        new Check(
            "discovery: a custom type's group",
            s -> s.get("/apis/" + Widgets.GROUP).shows("/kind", "/versions", "/preferredVersion")),
        new Check(
            "discovery: a custom type",
            s -> {
              TreeSet<String> resources = new TreeSet<>();
              for (JsonNode each :
                  Json.items(s.get("/apis/" + Widgets.GROUP + "/v1").at("/resources"))) {
                resources.add(
                    Answer.sorted(each)
                        .toString()
                        .replaceAll("\"storageVersionHash\":\"[^\"]*\",", ""));
              }
              return String.join("\n", resources);
            }),
        new Check(
            "discovery: the types of apps/v1",
            s -> {
              TreeSet<String> names = new TreeSet<>();
              Json.items(s.get("/apis/apps/v1").at("/resources"))
                  .forEach(each -> names.add(each.path("name").asText()));
              return names.toString();
            }),
        new Check(
            "discovery: the groups have the custom type's",
            s ->
                Boolean.toString(
                    Json.items(s.get("/apis").at("/groups")).stream()
                        .anyMatch(each -> each.path("name").asText().equals(Widgets.GROUP)))),
        new Check(
            "discovery: OpenAPI v3 of the custom type",
            s ->
                s.get("/openapi/v3/apis/" + Widgets.GROUP + "/v1").code()
                    + " "
                    + s.get("/openapi/v3")
                        .json()
                        .path("paths")
                        .has("apis/" + Widgets.GROUP + "/v1")),
        new Check("discovery: an unknown group", s -> s.get("/apis/nope.example.com").code() + ""),
        new Check(
            "table: of a custom resource",
            s -> {
              UpdateChecks.made(s, "table-widget");
              return s.get(s.widgets() + "/table-widget", "Accept", TABLE)
                  .shows("/kind", "/columnDefinitions", "/rows/0/cells/0", "/rows/0/object/kind");
            }),
        new Check(
            "table: of ConfigMaps",
            s -> {
              s.post(s.core("configmaps"), CreateChecks.map("table-map"));
              return s.get(
                      s.core("configmaps") + "?fieldSelector=metadata.name=table-map",
                      "Accept",
                      TABLE)
                  .shows("/kind", "/columnDefinitions/1", "/rows/0/cells/0", "/rows/0/cells/1");
            }),
        new Check(
            "table: with whole objects",
            s -> {
              s.post(s.core("configmaps"), CreateChecks.map("table-whole"));
              return s.get(s.core("configmaps/table-whole?includeObject=Object"), "Accept", TABLE)
                  .shows("/rows/0/object/kind", "/rows/0/object/data");
            }));
  }
}
