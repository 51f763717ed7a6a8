// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a Table.
 *
 * @param name the heading
 * @param type "string", "integer", "boolean", "number" or "date"
 * @param format "name" for the one that names the object, else ""
 * @param description for people
 * @param priority 0 when it is always shown, else only in wide output
 * @param cell the value for an object at a time
 */
record Column(
    String name,
    String type,
    String format,
    String description,
    int priority,
    BiFunction<ObjectNode, Instant, JsonNode> cell) {

  private static final String NAME_TEXT =
      "Name must be unique within a namespace. Is required when creating resources, although some"
          + " resources may allow a client to request the generation of an appropriate name"
          + " automatically. Name is primarily intended for creation idempotence and configuration"
          + " definition. Cannot be updated. More info:"
          + " https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
  private static final String CREATED_TEXT =
      "CreationTimestamp is a timestamp representing the server time when this object was created."
          + " It is not guaranteed to be set in happens-before order across separate operations."
          + " Clients may not set this value. It is represented in RFC3339 form and is in UTC.";

  /** The object's name. */
  static final Column NAME =
      new Column("Name", "string", "name", NAME_TEXT, 0, (object, now) -> name(object));

  /** How long ago it was made. */
  static final Column AGE =
      new Column("Age", "string", "", CREATED_TEXT, 0, (object, now) -> age(object, now));

  /** When it was made; the only column of types that have no printer. */
  static final Column CREATED_AT =
      new Column(
          "Created At",
          "date",
          "",
          CREATED_TEXT,
          0,
          (object, now) -> Meta.of(object).path("creationTimestamp"));

  /**
   * A text.
   *
   * @param name the heading
   * @param cell the text for an object
   * @return the column
   */
  static Column text(String name, Function<ObjectNode, String> cell) {
    return of(name, "string", 0, cell);
  }

  /**
   * A text of wide output.
   *
   * @param name the heading
   * @param cell the text for an object
   * @return the column
   */
  static Column wide(String name, Function<ObjectNode, String> cell) {
    return of(name, "string", 1, cell);
  }

  /**
   * A number or truth value.
   *
   * @param name the heading
   * @param type as which it is declared
   * @param cell the value for an object
   * @return the column
   */
  static Column value(String name, String type, Function<ObjectNode, Object> cell) {
    return of(name, type, 0, cell);
  }

  /**
   * A text that depends on the time.
   *
   * @param name the heading
   * @param priority 1 for wide output, else 0
   * @param cell the text for an object at a time
   * @return the column
   */
  static Column timed(String name, int priority, BiFunction<ObjectNode, Instant, String> cell) {
    return new Column(
        name, "string", "", "", priority, (object, now) -> Json.tree(cell.apply(object, now)));
  }

  private static <T> Column of(
      String name, String type, int priority, Function<ObjectNode, T> cell) {
    return new Column(name, type, "", "", priority, (object, now) -> tree(cell.apply(object)));
  }

  private static JsonNode tree(@Nullable Object value) {
    return value == null ? NullNode.getInstance() : Json.tree(value);
  }

  private static JsonNode name(ObjectNode object) {
    return Json.tree(Meta.name(object));
  }

  private static JsonNode age(ObjectNode object, Instant now) {
    return Json.tree(Ages.since(Meta.of(object).path("creationTimestamp").asText(), now));
  }

  /**
   * As it stands in a Table's columnDefinitions.
   *
   * @return a tree of its own
   */
  ObjectNode definition() {
    return Json.object()
        .put("name", name)
        .put("type", type)
        .put("format", format)
        .put("description", description)
        .put("priority", priority);
  }
}
