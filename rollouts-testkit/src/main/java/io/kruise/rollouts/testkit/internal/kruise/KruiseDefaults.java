// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.object.Json;

/**
 * What OpenKruise's mutating webhooks fill in (apis/apps/defaults). The pod template gets its
 * defaults when it is new or changed; that of an Advanced DaemonSet gets none.
 */
public final class KruiseDefaults implements Admission {
  private static final int HISTORY = 10;

  /** The webhooks; they keep nothing. */
  public KruiseDefaults() {}

  @Override
  public void mutate(Request request) {
    if (!request.type().group().equals(KruiseNames.GROUP)
        || !request.subresource().isEmpty()
        || request.operation() == Operation.DELETE) {
      return;
    }
    ObjectNode spec = Json.dig(request.object(), "spec");
    switch (request.type().kind()) {
      case KruiseNames.CLONE_SET -> cloneSet(spec);
      case KruiseNames.STATEFUL_SET -> statefulSet(spec);
      case KruiseNames.DAEMON_SET -> daemonSet(spec);
      default -> {
        return;
      }
    }
    put(spec, "revisionHistoryLimit", HISTORY);
    boolean defaultsTemplate = !request.type().kind().equals(KruiseNames.DAEMON_SET);
    if (defaultsTemplate && templateIsNew(request)) {
      TemplateDefaults.fill(Json.dig(spec, "template", "spec"));
    }
  }

  /** SetDefaultsCloneSet. */
  private static void cloneSet(ObjectNode spec) {
    put(spec, "replicas", 1);
    Json.dig(spec, "scaleStrategy");
    ObjectNode strategy = Json.dig(spec, "updateStrategy");
    put(strategy, "type", "ReCreate");
    if (strategy.path("type").asText().startsWith("InPlace")) {
      Json.dig(strategy, "inPlaceUpdateStrategy");
    }
    put(strategy, "partition", 0);
    put(strategy, "maxUnavailable", CloneSetSpec.DEFAULT_MAX_UNAVAILABLE);
    put(strategy, "maxSurge", 0);
  }

  /** SetDefaultsStatefulSet, v1beta1. */
  private static void statefulSet(ObjectNode spec) {
    put(spec, "replicas", 1);
    put(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = Json.dig(spec, "updateStrategy");
    put(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      ObjectNode rolling = Json.dig(strategy, "rollingUpdate");
      put(rolling, "partition", 0);
      put(rolling, "maxUnavailable", 1);
      put(rolling, "podUpdatePolicy", "ReCreate");
      put(rolling, "minReadySeconds", 0);
    }
    ObjectNode retention = Json.dig(spec, "persistentVolumeClaimRetentionPolicy");
    put(retention, "whenDeleted", "Retain");
    put(retention, "whenScaled", "Retain");
  }

  /** SetDefaultsDaemonSet; the type Surging of old is turned into the numbers that it stood for. */
  private static void daemonSet(ObjectNode spec) {
    put(spec, "burstReplicas", 250);
    ObjectNode strategy = Json.dig(spec, "updateStrategy");
    put(strategy, "type", "RollingUpdate");
    if (!strategy.path("type").asText().equals("RollingUpdate")) {
      return;
    }
    ObjectNode rolling = Json.dig(strategy, "rollingUpdate");
    if (rolling.path("rollingUpdateType").asText().equals("Surging")) {
      put(rolling, "maxSurge", 1);
      put(rolling, "maxUnavailable", 0);
      rolling.put("rollingUpdateType", "Standard");
    }
    put(rolling, "rollingUpdateType", "Standard");
    if (!rolling.hasNonNull("maxUnavailable") && !rolling.hasNonNull("maxSurge")) {
      rolling.put("maxUnavailable", 1).put("maxSurge", 0);
    }
  }

  private static boolean templateIsNew(Request request) {
    JsonNode before = request.before();
    return before == null
        || !Json.at(before, "spec", "template")
            .equals(Json.at(request.object(), "spec", "template"));
  }

  private static void put(ObjectNode object, String field, int value) {
    if (!object.hasNonNull(field)) {
      object.put(field, value);
    }
  }

  private static void put(ObjectNode object, String field, String value) {
    if (object.path(field).asText("").isEmpty()) {
      object.put(field, value);
    }
  }
}
