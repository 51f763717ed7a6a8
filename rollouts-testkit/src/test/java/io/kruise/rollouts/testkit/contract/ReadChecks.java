// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.List;

/** GET of objects and lists. */
final class ReadChecks {
  private ReadChecks() {}

  static List<Check> all() {
    return List.of(
        new Check("read: what isn't there", s -> s.get(s.core("configmaps/none")).said()),
        new Check(
            "read: a custom resource that isn't there", s -> s.get(s.widgets() + "/none").said()),
        new Check(
            "read: an object",
            s -> {
              s.post(s.core("configmaps"), CreateChecks.map("read-one"));
              return s.get(s.core("configmaps/read-one")).shows("/kind", "/apiVersion", "/data");
            }),
        new Check(
            "list: of a built-in type",
            s -> {
              s.post(
                  s.core("configmaps"),
                  "{\"metadata\":{\"name\":\"list-one\",\"labels\":{\"list\":\"one\"}}}");
              return s.get(s.core("configmaps") + "?labelSelector=list=one")
                  .shows("/kind", "/apiVersion", "/items/0/kind", "/items/0/metadata/name");
            }),
        new Check(
            "list: of a custom type",
            s -> {
              s.post(
                  s.widgets(),
                  Widgets.of(
                      "{\"name\":\"list-one\",\"labels\":{\"list\":\"one\"}}", "{\"size\":1}"));
              return s.get(s.widgets() + "?labelSelector=list=one")
                  .shows("/kind", "/apiVersion", "/items/0/kind", "/items/0/metadata/name");
            }),
        new Check(
            "list: an empty one",
            s ->
                s.get(s.widgets() + "?labelSelector=none=x").shows("/items", "/metadata/continue")),
        new Check(
            "list: of a namespace that isn't there",
            s -> s.get("/api/v1/namespaces/missing/configmaps").shows("/items")),
        new Check(
            "list: its resourceVersion is the newest of all",
            s -> {
              long made =
                  s.post(s.core("configmaps"), CreateChecks.map("list-version"))
                      .at("/metadata/resourceVersion")
                      .asLong();
              long listed = s.get(s.widgets()).at("/metadata/resourceVersion").asLong();
              return Boolean.toString(listed >= made);
            }),
        new Check(
            "list: in pages",
            s -> {
              for (String name : List.of("page-a", "page-b", "page-c")) {
                s.post(
                    s.core("secrets"),
                    "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"page\":\"x\"}}}");
              }
              List<String> seen = new ArrayList<>();
              String token = "";
              do {
                Answer page =
                    s.get(
                        s.core("secrets")
                            + "?limit=2&labelSelector=page=x"
                            + (token.isEmpty() ? "" : "&continue=" + token));
                token = page.at("/metadata/continue").asText();
                seen.add(
                    names(page)
                        + (token.isEmpty() ? " end" : " more")
                        + " left "
                        + page.at("/metadata/remainingItemCount").asText("unknown"));
              } while (!token.isEmpty());
              return String.join("\n", seen);
            }),
        new Check(
            "list: pages count what is left",
            s -> {
              String all = s.core("limitranges");
              for (String name : List.of("left-a", "left-b", "left-c")) {
                s.post(all, "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"limits\":[]}}");
              }
              Answer page = s.get(all + "?limit=1");
              return names(page) + " left " + page.at("/metadata/remainingItemCount").asText();
            }),
        new Check(
            "list: pages show one moment",
            s -> {
              String all = s.of("coordination.k8s.io/v1", "leases");
              for (String name : List.of("moment-a", "moment-c")) {
                s.post(all, "{\"metadata\":{\"name\":\"" + name + "\"}}");
              }
              Answer first = s.get(all + "?limit=1");
              s.post(all, "{\"metadata\":{\"name\":\"moment-b\"}}");
              s.delete(all + "/moment-c");
              Answer second =
                  s.get(all + "?limit=9&continue=" + first.at("/metadata/continue").asText());
              return names(first) + " then " + names(second);
            }),
        new Check("list: a bad limit", s -> s.get(s.widgets() + "?limit=x").said()),
        new Check(
            "list: a bad continue",
            s -> {
              Answer answer = s.get(s.widgets() + "?continue=%25");
              return answer.code() + " " + answer.at("/reason").asText();
            }),
        new Check(
            "list: a bad resourceVersion", s -> s.get(s.widgets() + "?resourceVersion=abc").said()),
        new Check(
            "list: a resourceVersion to come",
            s -> s.get(s.widgets() + "?resourceVersion=99999999").said()),
        new Check(
            "read: a resourceVersion to come",
            s -> {
              s.post(s.core("configmaps"), CreateChecks.map("read-future"));
              return s.get(s.core("configmaps/read-future?resourceVersion=99999999")).said();
            }),
        new Check(
            "list: as it was",
            s -> {
              String all = s.core("podtemplates");
              String made =
                  s.post(
                          all,
                          "{\"metadata\":{\"name\":\"then-a\"},\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}")
                      .at("/metadata/resourceVersion")
                      .asText();
              s.delete(all + "/then-a");
              return names(s.get(all))
                  + " but "
                  + names(s.get(all + "?resourceVersionMatch=Exact&resourceVersion=" + made));
            }),
        new Check(
            "list: resourceVersionMatch without resourceVersion",
            s -> s.get(s.widgets() + "?resourceVersionMatch=Exact").said()),
        new Check(
            "list: an unknown resourceVersionMatch",
            s -> s.get(s.widgets() + "?resourceVersion=5&resourceVersionMatch=Foo").said()),
        new Check(
            "list: exactly a revision that is forgotten",
            s -> s.get(s.widgets() + "?resourceVersionMatch=Exact&resourceVersion=1").said()));
  }

  static List<String> names(Answer list) {
    List<String> names = new ArrayList<>();
    for (JsonNode item : Json.items(list.at("/items"))) {
      names.add(item.at("/metadata/name").asText());
    }
    return names;
  }
}
