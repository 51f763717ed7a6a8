// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.time.Instant;
import java.util.Optional;

/**
 * One pass over a BatchRelease: what it sees, and what it writes.
 *
 * @param world all objects
 * @param now the cluster's time
 * @param release the BatchRelease as it stood at the beginning
 * @param status its status as the pass leaves it
 * @param step the writes
 */
public record Pass(
    World world, Instant now, Release release, ReleaseStatus status, Step.Builder step) {

  /**
   * The workload.
   *
   * @return as it stood at the beginning; empty when there is none
   */
  public Optional<ObjectNode> workload() {
    return world.get(release.workload());
  }

  /**
   * Changes an object's metadata and spec.
   *
   * @param object as it stood at the beginning
   * @param patch an RFC 7396 merge patch
   */
  public void patch(ObjectNode object, ObjectNode patch) {
    step.merge(ObjectRef.of(object), patch);
  }

  /**
   * A merge patch that sets an annotation.
   *
   * @param key the annotation's key
   * @param value its value
   * @return to be gone on with
   */
  public static ObjectNode annotating(String key, String value) {
    ObjectNode patch = Json.object();
    Json.dig(patch, "metadata", "annotations").put(key, value);
    return patch;
  }

  /**
   * A merge patch that removes an annotation.
   *
   * @param key the annotation's key
   * @return to be gone on with
   */
  public static ObjectNode withoutAnnotation(String key) {
    ObjectNode patch = Json.object();
    Json.dig(patch, "metadata", "annotations").putNull(key);
    return patch;
  }
}
