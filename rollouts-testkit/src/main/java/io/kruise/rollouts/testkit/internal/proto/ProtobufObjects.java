// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.proto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Objects in Kubernetes' protobuf: four bytes that say so, and a message that names the kind and
 * holds the object. Thread-safe.
 */
public final class ProtobufObjects {
  /** How such a body is known. */
  public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  private static final byte[] MAGIC = {'k', '8', 's', 0};

  private final Messages messages = new Messages();

  /**
   * Reads an object.
   *
   * @param body the bytes
   * @return as in JSON; empty when it is none, or of a kind that isn't known
   */
  public Optional<ObjectNode> read(byte[] body) {
    if (body.length < MAGIC.length
        || !Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return Optional.empty();
    }
    try {
      return unknown(new Wire(Arrays.copyOfRange(body, MAGIC.length, body.length)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Upstream: runtime.Unknown. */
  private Optional<ObjectNode> unknown(Wire wire) {
    String apiVersion = "";
    String kind = "";
    byte[] raw = {};
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case 1 -> {
          Wire type = wire.message();
          for (int part = type.next(); part != 0; part = type.next()) {
            if (part == 1) {
              apiVersion = type.text();
            } else {
              kind = type.text();
            }
          }
        }
        case 2 -> raw = wire.bytes();
        default -> wire.skip();
      }
    }
    Optional<String> message = messages.of(apiVersion, kind);
    if (message.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
    fields(message.get(), new Wire(raw), object);
    return Optional.of(object);
  }

  private void fields(String message, Wire wire, ObjectNode object) {
    Map<Integer, Messages.Field> known = messages.fields(message);
    for (int number = wire.next(); number != 0; number = wire.next()) {
      Messages.Field field = known.get(number);
      if (field == null) {
        wire.skip();
      } else if (field.inline()) {
        fields(field.type(), wire.message(), object);
      } else if (field.map()) {
        entry(field, wire.message(), object.withObjectProperty(field.name()));
      } else if (field.repeated()) {
        object.withArrayProperty(field.name()).add(value(field, wire));
      } else {
        JsonNode value = value(field, wire);
        if (field.pointer() || !zero(value)) {
          object.set(field.name(), value);
        }
      }
    }
  }

  private void entry(Messages.Field field, Wire wire, ObjectNode map) {
    String key = "";
    JsonNode value = TextNode.valueOf("");
    for (int number = wire.next(); number != 0; number = wire.next()) {
      if (number == 1) {
        key = wire.text();
      } else {
        value = value(field, wire);
      }
    }
    map.set(key, value);
  }

  private JsonNode value(Messages.Field field, Wire wire) {
    return switch (field.type()) {
      case "string" -> TextNode.valueOf(wire.text());
      case "bytes" -> TextNode.valueOf(Base64.getEncoder().encodeToString(wire.bytes()));
      case "bool" -> BooleanNode.valueOf(wire.number() != 0);
      case "int32" -> IntNode.valueOf((int) wire.number());
      case "int64", "uint32", "uint64" -> LongNode.valueOf(wire.number());
      case "double", "float" -> DoubleNode.valueOf(wire.real());
      default -> message(field.type(), wire.message());
    };
  }

  private JsonNode message(String type, Wire wire) {
    if (SpecialMessages.known(type)) {
      return SpecialMessages.read(type, wire);
    }
    ObjectNode object = Json.object();
    fields(type, wire, object);
    return Unions.plain(type, object);
  }

  /** What Go leaves out of its JSON where nothing else is said. */
  private static boolean zero(JsonNode value) {
    return value.isMissingNode()
        || (value.isContainerNode() && value.isEmpty())
        || (value.isTextual() && value.asText().isEmpty())
        || (value.isBoolean() && !value.asBoolean())
        || (value.isNumber() && value.asDouble() == 0);
  }
}
