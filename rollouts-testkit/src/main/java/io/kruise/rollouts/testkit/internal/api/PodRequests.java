// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.Map;

/**
 * What there is of pods beside their objects. Called under the lock. Source: Kubernetes'
 * pkg/registry/core/pod: rest/log.go, storage/eviction.go.
 */
final class PodRequests {
  private final ObjectService objects;

  PodRequests(ObjectService objects) {
    this.objects = objects;
  }

  /**
   * Whether a request is for one of these.
   *
   * @param method its method
   * @param route its path
   * @return whether it is for a log or an eviction
   */
  static boolean isOne(String method, Route route) {
    return route.type().resource().equals("pods")
        && (route.subresource().equals("log")
            ? method.equals("GET")
            : route.subresource().equals("eviction") && method.equals("POST"));
  }

  /**
   * Answers such a request.
   *
   * @param route its path
   * @param request the request
   * @return a log, which is empty as pods are played, or a Status
   */
  ApiAnswer answer(Route route, ApiRequest request) {
    ObjectNode pod = objects.find(route.type(), route.namespace(), route.name());
    if (route.subresource().equals("eviction")) {
      evict(route, request);
      ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
      status.putObject("metadata");
      status.put("status", "Success").put("code", 201);
      return new ApiAnswer(201, "application/json", status.toString(), List.of());
    }
    if (pod.path("spec").path("nodeName").asText().isEmpty()) {
      return new ApiAnswer(204, "text/plain", "", List.of());
    }
    return new ApiAnswer(200, "text/plain", "", List.of());
  }

  private void evict(Route route, ApiRequest request) {
    try {
      JsonNode options = Bodies.json(request.body()).path("deleteOptions");
      objects.delete(
          route.type(),
          route.namespace(),
          route.name(),
          DeleteOptions.of(options, Map.of(), DryRun.asked(request.parameter("dryRun"), "")));
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest(e.getOriginalMessage());
    }
  }
}
