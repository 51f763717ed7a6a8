// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.nio.charset.StandardCharsets;

/**
 * The annotation on a workload that says which BatchRelease holds it: an owner reference as JSON
 * (control/util.go, BuildReleaseControlInfo).
 */
public final class ControlInfo {
  private ControlInfo() {}

  /**
   * The annotation's value.
   *
   * @param release the BatchRelease
   * @return an owner reference to it, as JSON
   */
  public static String of(Release release) {
    return new String(
        Json.bytes(Meta.controllerReference(release.object())), StandardCharsets.UTF_8);
  }

  /**
   * Whether a workload is held by any BatchRelease.
   *
   * @param workload a workload
   * @return whether the annotation says anything
   */
  public static boolean isOn(JsonNode workload) {
    return !Meta.annotation(workload, RolloutAnnotations.CONTROL_INFO).isEmpty();
  }

  /**
   * Whose a workload is.
   *
   * @param workload a workload
   * @return the owner reference in its annotation; a missing node when there is none
   */
  public static JsonNode on(JsonNode workload) {
    try {
      return Json.parse(
          Meta.annotation(workload, RolloutAnnotations.CONTROL_INFO)
              .getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * Whether a workload is held by a BatchRelease (control/util.go, IsControlledByBatchRelease).
   *
   * @param workload a workload
   * @param release the BatchRelease
   * @return whether it is the owner, or stands in the annotation
   */
  public static boolean isBy(JsonNode workload, Release release) {
    String uid = Meta.uid(release.object());
    return Meta.controlledBy(workload, release.object())
        || on(workload).path("uid").asText().equals(uid);
  }
}
