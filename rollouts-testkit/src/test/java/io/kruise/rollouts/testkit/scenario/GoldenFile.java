// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Goldens as JSON: a header, one line for each action and each block, and the final state. */
public final class GoldenFile {
  private GoldenFile() {}

  /**
   * Reads a golden.
   *
   * @param file JSON
   * @return the golden
   */
  public static Golden read(Path file) {
    try {
      return of(Json.parse(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /**
   * Writes a golden.
   *
   * @param golden the golden
   * @param file where to
   */
  public static void write(Golden golden, Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text(golden));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static Golden of(JsonNode json) throws JsonProcessingException {
    JsonNode header = json.path("header");
    List<Wait> waits = new ArrayList<>();
    for (JsonNode wait : header.path("waits")) {
      JsonNode held = wait.path(1);
      waits.add(new Wait(parse(wait.path(0).asText()), held.isNull() ? null : held.asBoolean()));
    }
    return new Golden(
        header.path("scenario").asText(),
        header.path("controller").asText(),
        header.path("runs").asInt(),
        segments(Json.items(json.path("entries"))),
        waits,
        header.path("unstableWaits").asBoolean(),
        json.path("final"),
        Set.copyOf(texts(header.path("unstableFinal"))));
  }

  private static List<Segment> segments(List<JsonNode> entries) {
    List<Segment> segments = new ArrayList<>();
    JsonNode action = null;
    Result result = null;
    List<Block> blocks = new ArrayList<>();
    for (JsonNode entry : entries) {
      if (entry.has("do")) {
        segments.add(new Segment(action, result, blocks));
        action = entry.get("do");
        result = entry.has("unstableResult") ? null : Result.read(entry.path("result"));
        blocks = new ArrayList<>();
      } else {
        blocks.add(
            new Block(
                StatePath.read(entry.path("path")),
                entry.path("optional").asBoolean(),
                texts(entry.path("messages"))));
      }
    }
    segments.add(new Segment(action, result, blocks));
    return segments;
  }

  private static String text(Golden golden) {
    List<JsonNode> entries = new ArrayList<>();
    for (Segment segment : golden.segments()) {
      if (segment.action() != null) {
        entries.add(action(segment.action(), segment.result()));
      }
      segment.blocks().forEach(block -> entries.add(block(block)));
    }
    return "{\n\"header\": "
        + header(golden)
        + ",\n\"entries\": [\n"
        + entries.stream().map(JsonNode::toString).collect(Collectors.joining(",\n"))
        + "\n],\n\"final\": "
        + golden.finalState()
        + "\n}\n";
  }

  private static JsonNode header(Golden golden) {
    ObjectNode header =
        Json.object()
            .put("scenario", golden.scenario())
            .put("controller", golden.controller())
            .put("runs", golden.runs());
    ArrayNode differing = header.putArray("unstableFinal");
    new TreeSet<>(golden.finalDiffers()).forEach(differing::add);
    header.put("unstableWaits", golden.waitsDiffer());
    ArrayNode waits = header.putArray("waits");
    golden.waits().forEach(wait -> waits.addArray().add(wait.action().toString()).add(wait.held()));
    return header;
  }

  private static JsonNode action(JsonNode action, @Nullable Result result) {
    ObjectNode entry = Json.object();
    entry.set("do", action);
    if (result == null) {
      entry.putArray("unstableResult");
    } else {
      entry.set("result", result.toJson());
    }
    return entry;
  }

  private static JsonNode block(Block block) {
    ObjectNode entry = Json.object();
    entry.set("path", block.path().toJson());
    entry.put("optional", block.optional());
    block.messages().forEach(entry.putArray("messages")::add);
    return entry;
  }

  private static List<String> texts(JsonNode array) {
    return Json.items(array).stream().map(JsonNode::asText).toList();
  }

  private static JsonNode parse(String text) throws JsonProcessingException {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
