// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import static io.kruise.rollouts.testkit.internal.table.Column.text;
import static io.kruise.rollouts.testkit.internal.table.Column.timed;
import static io.kruise.rollouts.testkit.internal.table.Column.wide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The columns of events. (pkg/printers/internalversion/printers.go, printEvent) */
final class EventColumns {
  static final List<Column> COLUMNS =
      List.of(
          timed("Last Seen", 0, EventColumns::lastSeen),
          text("Type", event -> event.path("type").asText()),
          text("Reason", event -> event.path("reason").asText()),
          text("Object", EventColumns::involved),
          wide("Subobject", event -> Json.at(event, "involvedObject", "fieldPath").asText()),
          wide("Source", EventColumns::source),
          text("Message", event -> event.path("message").asText().strip()),
          timed("First Seen", 1, EventColumns::firstSeen),
          new Column("Count", "string", "", "", 1, (event, now) -> Json.tree(count(event))),
          new Column(
              "Name",
              "string",
              "name",
              Column.NAME.description(),
              1,
              (event, now) -> Column.NAME.cell().apply(event, now)));

  private EventColumns() {}

  private static String firstSeen(ObjectNode event, Instant now) {
    String first = Cells.or(event.path("firstTimestamp"), "");
    return Ages.since(first.isEmpty() ? event.path("eventTime").asText() : first, now);
  }

  private static String lastSeen(ObjectNode event, Instant now) {
    if (event.path("series").isObject()) {
      return Ages.since(Json.at(event, "series", "lastObservedTime").asText(), now);
    }
    String last = Cells.or(event.path("lastTimestamp"), "");
    return last.isEmpty() ? firstSeen(event, now) : Ages.since(last, now);
  }

  private static String involved(ObjectNode event) {
    JsonNode involved = event.path("involvedObject");
    String kind = involved.path("kind").asText().toLowerCase(Locale.ROOT);
    String name = involved.path("name").asText();
    return name.isEmpty() ? kind : kind + "/" + name;
  }

  private static String source(ObjectNode event) {
    String component =
        Cells.or(Json.at(event, "source", "component"), event.path("reportingComponent").asText());
    String host =
        Cells.or(Json.at(event, "source", "host"), event.path("reportingInstance").asText());
    return host.isEmpty() ? component : component + ", " + host;
  }

  private static long count(ObjectNode event) {
    if (event.path("series").isObject()) {
      return Json.at(event, "series", "count").asLong();
    }
    return Math.max(1, event.path("count").asLong());
  }
}
