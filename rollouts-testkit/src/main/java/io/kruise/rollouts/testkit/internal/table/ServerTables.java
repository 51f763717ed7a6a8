// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.api.TableRenderer;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Tables as the API server makes them: ages are told as of the request. */
public final class ServerTables implements TableRenderer {
  private static final String META_VERSION = "meta.k8s.io/v1";
  private static final List<Column> PLAIN = List.of(Column.NAME, Column.CREATED_AT);
  private static final Map<String, List<Column>> BUILT_IN = builtIn();

  private final Supplier<Instant> now;

  /**
   * A renderer.
   *
   * @param now the cluster's time
   */
  public ServerTables(Supplier<Instant> now) {
    this.now = now;
  }

  private static Map<String, List<Column>> builtIn() {
    Map<String, List<Column>> all = new HashMap<>(CoreColumns.BY_RESOURCE);
    all.putAll(WorkloadColumns.BY_RESOURCE);
    all.putAll(NetworkColumns.BY_RESOURCE);
    all.put("pods", PodColumns.COLUMNS);
    all.put("events", EventColumns.COLUMNS);
    return Map.copyOf(all);
  }

  @Override
  public ObjectNode render(
      ResourceType type, List<ObjectNode> objects, IncludeObject include, boolean columns) {
    List<Column> shown =
        type.custom() ? CustomColumns.of(type) : BUILT_IN.getOrDefault(type.resource(), PLAIN);
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", META_VERSION);
    table.putObject("metadata");
    ArrayNode definitions = table.putArray("columnDefinitions");
    if (columns) {
      shown.forEach(column -> definitions.add(column.definition()));
    } else {
      table.putNull("columnDefinitions");
    }
    ArrayNode rows = table.putArray("rows");
    Instant time = now.get();
    for (ObjectNode object : objects) {
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells");
      shown.forEach(column -> cells.add(column.cell().apply(object, time)));
      include(row, object, include);
    }
    return table;
  }

  private static void include(ObjectNode row, ObjectNode object, IncludeObject include) {
    switch (include) {
      case OBJECT -> row.set("object", object);
      case METADATA -> {
        ObjectNode partial =
            Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", META_VERSION);
        partial.set("metadata", Meta.of(object));
        row.set("object", partial);
      }
      case NONE -> row.putNull("object");
    }
  }
}
