// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Watches. */
final class WatchChecks {
  private WatchChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "watch: begins with what is there",
            s -> {
              labelled(s, "watch-there", "there");
              return events(
                  s.lines(s.widgets() + "?watch=1&timeoutSeconds=1&labelSelector=watch=there"));
            }),
        new Check(
            "watch: from resourceVersion 0",
            s -> {
              labelled(s, "watch-zero", "zero");
              return events(
                  s.lines(
                      s.widgets()
                          + "?watch=true&timeoutSeconds=1&resourceVersion=0&labelSelector=watch=zero"));
            }),
        new Check(
            "watch: each write, from a resourceVersion",
            s -> {
              String from = s.get(s.widgets()).at("/metadata/resourceVersion").asText();
              labelled(s, "watch-each", "each");
              String path = s.widgets() + "/watch-each";
              s.patch(path, Server.MERGE, "{\"spec\":{\"size\":2}}");
              s.patch(path, Server.MERGE, "{\"spec\":{\"size\":2}}");
              s.patch(path + "/status", Server.MERGE, "{\"status\":{\"state\":\"x\"}}");
              s.delete(path);
              return events(
                  s.lines(
                      s.widgets()
                          + "?watch=1&timeoutSeconds=1&labelSelector=watch=each&resourceVersion="
                          + from));
            }),
        new Check(
            "watch: what is written meanwhile",
            s -> {
              String from = s.get(s.core("configmaps")).at("/metadata/resourceVersion").asText();
              try (Server.Lines lines =
                  s.watch(
                      s.core("configmaps")
                          + "?watch=1&timeoutSeconds=10&fieldSelector=metadata.name=watch-live"
                          + "&resourceVersion="
                          + from)) {
                s.post(s.core("configmaps"), CreateChecks.map("watch-live"));
                String first = event(lines.next());
                s.delete(s.core("configmaps/watch-live"));
                return lines.code() + " " + first + " " + event(lines.next());
              }
            }),
        new Check(
            "watch: what begins and ceases to match",
            s -> {
              String from = s.get(s.widgets()).at("/metadata/resourceVersion").asText();
              UpdateChecks.made(s, "watch-match");
              String path = s.widgets() + "/watch-match";
              s.patch(path, Server.MERGE, "{\"metadata\":{\"labels\":{\"watch\":\"match\"}}}");
              s.patch(path, Server.MERGE, "{\"spec\":{\"size\":2}}");
              s.patch(path, Server.MERGE, "{\"metadata\":{\"labels\":{\"watch\":\"no\"}}}");
              s.patch(path, Server.MERGE, "{\"spec\":{\"size\":3}}");
              return events(
                  s.lines(
                      s.widgets()
                          + "?watch=1&timeoutSeconds=1&labelSelector=watch=match&resourceVersion="
                          + from));
            }),
        new Check(
            "watch: a deletion's event has a resourceVersion of its own",
            s -> {
              String made =
                  UpdateChecks.made(s, "watch-deletion").at("/metadata/resourceVersion").asText();
              s.delete(s.widgets() + "/watch-deletion");
              List<String> lines =
                  s.lines(
                      s.widgets()
                          + "?watch=1&timeoutSeconds=1&fieldSelector=metadata.name=watch-deletion"
                          + "&resourceVersion="
                          + made);
              JsonNode event = json(lines.get(0));
              return event.path("type").asText()
                  + " newer "
                  + (event.at("/object/metadata/resourceVersion").asLong() > Long.parseLong(made));
            }),
        new Check(
            "watch: a deletion that waits for a finalizer",
            s -> {
              String made =
                  s.post(
                          s.widgets(),
                          Widgets.of(
                              "{\"name\":\"watch-fin\",\"finalizers\":[\"example.com/hold\"]}",
                              "{\"size\":1}"))
                      .at("/metadata/resourceVersion")
                      .asText();
              s.delete(s.widgets() + "/watch-fin");
              s.patch(
                  s.widgets() + "/watch-fin", Server.MERGE, "{\"metadata\":{\"finalizers\":null}}");
              List<String> seen = new ArrayList<>();
              for (String line :
                  s.lines(
                      s.widgets()
                          + "?watch=1&timeoutSeconds=1&fieldSelector=metadata.name=watch-fin"
                          + "&resourceVersion="
                          + made)) {
                seen.add(event(line) + " " + json(line).at("/object/metadata/finalizers"));
              }
              return String.join("\n", seen);
            }),
        new Check(
            "watch: an event's object is whole",
            s -> {
              labelled(s, "watch-whole", "whole");
              JsonNode object =
                  json(s.lines(s.widgets() + "?watch=1&timeoutSeconds=1&labelSelector=watch=whole")
                          .get(0))
                      .path("object");
              return object.path("apiVersion").asText() + " " + object.path("kind").asText();
            }),
        new Check(
            "watch: an event's object is whole, built-in",
            s -> {
              s.post(s.core("configmaps"), CreateChecks.map("watch-whole"));
              JsonNode object =
                  json(s.lines(
                              s.core("configmaps")
                                  + "?watch=1&timeoutSeconds=1&fieldSelector=metadata.name=watch-whole")
                          .get(0))
                      .path("object");
              return object.path("apiVersion").asText() + " " + object.path("kind").asText();
            }),
        new Check(
            "watch: from what is forgotten",
            s ->
                String.join(
                    "\n", s.lines(s.widgets() + "?watch=1&timeoutSeconds=1&resourceVersion=1"))),
        new Check(
            "watch: from the future",
            s ->
                s.lines(s.widgets() + "?watch=1&timeoutSeconds=1&resourceVersion=99999999")
                    .toString()),
        new Check(
            "watch: from what is no number",
            s -> s.get(s.widgets() + "?watch=1&timeoutSeconds=1&resourceVersion=abc").said()),
        new Check(
            "watch: of a type that isn't",
            s -> s.get("/api/v1/nopes?watch=1&timeoutSeconds=1").code() + ""),
        new Check(
            "watch: a bad selector",
            s -> s.get(s.widgets() + "?watch=1&timeoutSeconds=1&labelSelector=a=b=c").said()),
        new Check(
            "watch: initial events and their end",
            s -> {
              labelled(s, "watch-initial", "initial");
              List<String> seen = new ArrayList<>();
              for (String line :
                  s.lines(
                      s.widgets()
                          + "?watch=1&timeoutSeconds=1&labelSelector=watch=initial"
                          + "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                          + "&allowWatchBookmarks=true")) {
                seen.add(event(line) + " " + json(line).at("/object/metadata/annotations"));
              }
              return String.join("\n", seen.subList(0, Math.min(2, seen.size())));
            }),
        new Check(
            "watch: initial events without resourceVersionMatch",
            s -> s.get(s.widgets() + "?watch=1&timeoutSeconds=1&sendInitialEvents=true").said()),
        new Check(
            "watch: resourceVersionMatch without initial events",
            s ->
                s.get(
                        s.widgets()
                            + "?watch=1&timeoutSeconds=1&resourceVersionMatch=NotOlderThan&resourceVersion=5")
                    .said()),
        new Check(
            "watch: a name in the path is read, not watched",
            s -> {
              UpdateChecks.made(s, "watch-name");
              return s.get(s.widgets() + "/watch-name?watch=1&timeoutSeconds=1").shows("/kind");
            }),
        new Check(
            "watch: as a table",
            s -> {
              labelled(s, "watch-table", "table");
              JsonNode object =
                  json(s.lines(
                              s.widgets() + "?watch=1&timeoutSeconds=1&labelSelector=watch=table",
                              "Accept",
                              "application/json;as=Table;v=v1;g=meta.k8s.io")
                          .get(0))
                      .path("object");
              return object.path("kind").asText()
                  + " "
                  + object.path("rows").size()
                  + " "
                  + object.at("/rows/0/cells/0").asText();
            }));
  }

  private static void labelled(Server s, String name, String label) throws Exception {
    s.post(
        s.widgets(),
        Widgets.of(
            "{\"name\":\"" + name + "\",\"labels\":{\"watch\":\"" + label + "\"}}",
            "{\"size\":1}"));
  }

  private static JsonNode json(String line) throws Exception {
    return Json.parse(line.getBytes(StandardCharsets.UTF_8));
  }

  private static String event(String line) throws Exception {
    JsonNode event = json(line);
    return event.path("type").asText()
        + " "
        + event.at("/object/metadata/name").asText()
        + " "
        + event.at("/object/spec/size").asText("-")
        + " "
        + event.at("/object/status/state").asText("-");
  }

  private static String events(List<String> lines) throws Exception {
    List<String> events = new ArrayList<>();
    for (String line : lines) {
      events.add(event(line));
    }
    return String.join("\n", events);
  }
}
