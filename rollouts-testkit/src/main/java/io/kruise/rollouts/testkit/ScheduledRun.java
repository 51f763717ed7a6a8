// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.internal.explore.Bench;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What one schedule of {@link Interleavings} led to. */
public final class ScheduledRun {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Bench.Result result;

  ScheduledRun(Bench.Result result) {
    this.result = result;
  }

  /**
   * What happened in which order.
   *
   * @return a move a line, for {@link Interleavings#replay}
   */
  public String schedule() {
    return String.join("\n", result.schedule());
  }

  /**
   * What an actor came to.
   *
   * @param actor its name
   * @return its future; done, unless a replay came to no end
   * @throws IllegalArgumentException when there is no such actor
   */
  public CompletableFuture<?> result(String actor) {
    Map<String, CompletableFuture<?>> results = result.results();
    CompletableFuture<?> found = results.get(actor);
    if (found == null) {
      throw new IllegalArgumentException("no actor " + actor + ", but " + results.keySet());
    }
    return found;
  }

  /**
   * Each version of a Rollout that was written in the run, to the end of the time to settle.
   *
   * @param name its name
   * @return oldest first, whoever wrote them
   */
  public List<Rollout> versions(String name) {
    return result.rollouts().stream()
        .filter(each -> each.path("metadata").path("name").asText().equals(name))
        .map(ScheduledRun::typed)
        .toList();
  }

  /**
   * The last version of a Rollout that was written in the run.
   *
   * @param name its name
   * @return as it was at the end
   * @throws IllegalStateException when none was written
   */
  public Rollout rollout(String name) {
    List<Rollout> versions = versions(name);
    if (versions.isEmpty()) {
      throw new IllegalStateException("nobody wrote the Rollout " + name + " in this run");
    }
    return versions.get(versions.size() - 1);
  }

  private static Rollout typed(ObjectNode object) {
    try {
      return MAPPER.treeToValue(object, Rollout.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a Rollout that is none", e);
    }
  }
}
