// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.proto;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Messages that are no objects in JSON: the Go types that have a MarshalJSON of their own. */
final class SpecialMessages {
  private static final String MACHINERY = "k8s.io.apimachinery.pkg.";
  private static final String META = MACHINERY + "apis.meta.v1.";
  private static final String EXTENSIONS =
      "k8s.io.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

  private static final DateTimeFormatter MICRO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Map<String, Function<Wire, JsonNode>> READERS =
      Map.of(
          MACHINERY + "api.resource.Quantity",
          SpecialMessages::firstText,
          MACHINERY + "util.intstr.IntOrString",
          SpecialMessages::intOrString,
          META + "Time",
          wire -> time(wire, DateTimeFormatter.ISO_INSTANT),
          META + "MicroTime",
          wire -> time(wire, MICRO),
          META + "Duration",
          SpecialMessages::duration,
          META + "FieldsV1",
          SpecialMessages::raw,
          MACHINERY + "runtime.RawExtension",
          SpecialMessages::raw,
          EXTENSIONS + "JSON",
          SpecialMessages::raw);

  private SpecialMessages() {}

  /** Whether a message is one of these. */
  static boolean known(String type) {
    return READERS.containsKey(type);
  }

  /** Such a message; missing when it says nothing. */
  static JsonNode read(String type, Wire wire) {
    return READERS.getOrDefault(type, any -> MissingNode.getInstance()).apply(wire);
  }

  private static JsonNode firstText(Wire wire) {
    return wire.next() == 1 ? TextNode.valueOf(wire.text()) : MissingNode.getInstance();
  }

  private static JsonNode intOrString(Wire wire) {
    boolean text = false;
    JsonNode number = IntNode.valueOf(0);
    JsonNode string = TextNode.valueOf("");
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case 1 -> text = wire.number() == 1;
        case 2 -> number = IntNode.valueOf((int) wire.number());
        case 3 -> string = TextNode.valueOf(wire.text());
        default -> wire.skip();
      }
    }
    return text ? string : number;
  }

  private static JsonNode time(Wire wire, DateTimeFormatter format) {
    if (wire.isEmpty()) {
      return MissingNode.getInstance();
    }
    long seconds = 0;
    long nanos = 0;
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case 1 -> seconds = wire.number();
        case 2 -> nanos = wire.number();
        default -> wire.skip();
      }
    }
    Instant time = Instant.ofEpochSecond(seconds, format == MICRO ? nanos : 0);
    return TextNode.valueOf(format.format(time));
  }

  private static JsonNode duration(Wire wire) {
    double seconds = wire.next() == 1 ? wire.number() / 1e9 : 0;
    return TextNode.valueOf(seconds == Math.rint(seconds) ? (long) seconds + "s" : seconds + "s");
  }

  private static JsonNode raw(Wire wire) {
    if (wire.next() != 1) {
      return MissingNode.getInstance();
    }
    try {
      return Json.parse(wire.bytes());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON where there should be", e);
    }
  }
}
