// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kruise.rollouts.testkit.Cause;
import io.kruise.rollouts.testkit.ReleaseHistory;
import io.kruise.rollouts.testkit.RolloutState;
import io.kruise.rollouts.testkit.Transition;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.store.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A recording as JSON. What depends on the machine that recorded is left out. */
public final class RecordingFormat {
  private RecordingFormat() {}

  /**
   * A run.
   *
   * @param until when it ended
   * @param writes what clients sent
   * @param history what came of it
   */
  public record Run(Instant until, List<ClientWrite> writes, ReleaseHistory history) {
    /** Keeps the writes from being changed. */
    public Run {
      writes = List.copyOf(writes);
    }
  }

  /**
   * Writes a run down.
   *
   * @param run the run
   * @return JSON
   */
  public static ObjectNode tree(Run run) {
    ObjectNode tree = Json.object().put("until", run.until().toString());
    var writes = tree.putArray("writes");
    run.writes().forEach(each -> writes.add(tree(each)));
    var transitions = tree.putArray("transitions");
    run.history().transitions().forEach(each -> transitions.add(tree(each)));
    return tree;
  }

  /**
   * Reads a run.
   *
   * @param tree as {@link #tree} wrote it
   * @return the run
   * @throws IllegalArgumentException when it is something else
   */
  public static Run run(JsonNode tree) {
    try {
      List<ClientWrite> writes = new ArrayList<>();
      tree.required("writes").forEach(each -> writes.add(write(each)));
      List<Transition> transitions = new ArrayList<>();
      tree.required("transitions").forEach(each -> transitions.add(transition(each)));
      return new Run(at(tree, "until"), writes, new ReleaseHistory(transitions));
    } catch (java.time.format.DateTimeParseException e) {
      throw new IllegalArgumentException("no recording: " + e.getMessage(), e);
    }
  }

  private static ObjectNode tree(ClientWrite write) {
    Source.Request request = write.request();
    ObjectNode tree =
        Json.object()
            .put("at", write.at().toString())
            .put("after", write.after())
            .put("method", request.method())
            .put("path", request.path())
            .put("contentType", request.contentType())
            .put("userAgent", product(request.userAgent()));
    tree.set("query", Json.tree(request.query()));
    tree.set("body", body(request.body()));
    return tree;
  }

  private static ClientWrite write(JsonNode tree) {
    Map<String, String> query = new HashMap<>();
    tree.path("query")
        .properties()
        .forEach(each -> query.put(each.getKey(), each.getValue().asText()));
    JsonNode body = tree.path("body");
    return new ClientWrite(
        at(tree, "at"),
        tree.required("after").asLong(),
        new Source.Request(
            tree.required("method").asText(),
            tree.required("path").asText(),
            query,
            tree.path("contentType").asText(),
            body.isTextual() ? body.asText() : body.toString(),
            tree.path("userAgent").asText()));
  }

  private static ObjectNode tree(Transition transition) {
    ObjectNode tree =
        Json.object()
            .put("at", transition.at().toString())
            .put("rollout", transition.rollout())
            .put("kind", transition.kind().name());
    tree.set("from", Json.tree(transition.from()));
    tree.set("to", Json.tree(transition.to()));
    return tree.put("writer", transition.cause().writer())
        .put("request", transition.cause().request())
        .put("detail", transition.detail());
  }

  private static Transition transition(JsonNode tree) {
    return new Transition(
        at(tree, "at"),
        tree.path("rollout").asText(),
        Transition.Kind.valueOf(tree.required("kind").asText()),
        Json.to(tree.required("from"), RolloutState.class),
        Json.to(tree.required("to"), RolloutState.class),
        new Cause(tree.path("writer").asText(), tree.path("request").asText(), ""),
        tree.path("detail").asText());
  }

  private static Instant at(JsonNode tree, String field) {
    return Instant.parse(tree.required(field).asText());
  }

  /** Without what the client says of its machine. */
  private static String product(String userAgent) {
    int space = userAgent.indexOf(' ');
    return space < 0 ? userAgent : userAgent.substring(0, space);
  }

  /** As a tree where it is one, so that people can read and change it. */
  private static JsonNode body(String text) {
    try {
      JsonNode tree = Json.parse(Replay.unconditional(text).getBytes(StandardCharsets.UTF_8));
      return tree.isContainerNode() ? tree : TextNode.valueOf(text);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }
}
