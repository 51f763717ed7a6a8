// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.store.Source;
import io.kruise.rollouts.testkit.internal.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sends again what clients sent, each request when the cluster is as far as it was then. */
public final class Replay {
  private static final Set<String> IDENTITY = Set.of("/metadata/uid", "/metadata/resourceVersion");

  private final Cluster cluster;
  private final ApiServer api;
  private final VirtualTime time;

  /**
   * A replay.
   *
   * @param cluster fresh
   * @param api its API server
   * @param time its time
   */
  public Replay(Cluster cluster, ApiServer api, VirtualTime time) {
    this.cluster = cluster;
    this.api = api;
    this.time = time;
  }

  /**
   * Sends the requests, and lets the time pass to the end.
   *
   * @param run what to do again
   * @return what the API server said when it refused a request, after which nothing was sent
   */
  public Optional<String> play(RecordingFormat.Run run) {
    Optional<String> refused = send(run.writes());
    if (time.now().isBefore(run.until())) {
      time.advance(Duration.between(time.now(), run.until()));
    }
    return refused;
  }

  private Optional<String> send(List<ClientWrite> writes) {
    for (ClientWrite write : writes) {
      // among what is due at one moment, the client came when this much had been written
      boolean more = true;
      while (more && revision() < write.after()) {
        more = time.runNextBefore(write.at());
      }
      if (time.now().isBefore(write.at())) {
        time.advance(Duration.between(time.now(), write.at()));
      }
      ApiAnswer answer = api.handle(request(write.request()));
      if (answer.code() >= 300) {
        return Optional.of("refused: " + write + "\n" + answer.body());
      }
    }
    return Optional.empty();
  }

  private long revision() {
    synchronized (cluster) {
      return cluster.store().revision();
    }
  }

  private static ApiRequest request(Source.Request request) {
    return new ApiRequest(
        request.method(),
        request.path(),
        request.query(),
        request.contentType(),
        "application/json",
        unconditional(request.body()),
        request.userAgent());
  }

  /**
   * Without uids and versions, which are others here. What was tested by them held when it was
   * recorded; whether it would now is for the transitions to say.
   */
  static String unconditional(String body) {
    JsonNode tree;
    try {
      tree = Json.parse(body.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return body; // YAML, which an apply without conditions may be
    }
    if (tree instanceof ArrayNode patch) {
      ArrayNode kept = patch.arrayNode();
      patch.forEach(
          operation -> {
            if (!operation.path("op").asText().equals("test")
                && !IDENTITY.contains(operation.path("path").asText())) {
              kept.add(operation);
            }
          });
      return kept.toString();
    }
    if (tree instanceof ObjectNode object) {
      object.remove("preconditions");
      if (object.get("metadata") instanceof ObjectNode metadata) {
        metadata.remove(List.of("uid", "resourceVersion", "managedFields"));
      }
      return object.toString();
    }
    return body;
  }
}
