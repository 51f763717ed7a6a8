// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.Optional;

/** What a client asks about itself: it is an administrator, who may do everything. */
final class Reviews {
  private Reviews() {}

  /**
   * Answers such a request.
   *
   * @param request any request
   * @return the answer; empty when it asks for something else
   * @throws ApiException 400
   */
  static Optional<ApiAnswer> answer(ApiRequest request) {
    if (!request.method().equals("POST")) {
      return Optional.empty();
    }
    return switch (request.path()) {
      case "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews" ->
          reviewed(request, "authorization.k8s.io/v1", "SelfSubjectAccessReview", allowed());
      case "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews" ->
          reviewed(request, "authorization.k8s.io/v1", "SelfSubjectRulesReview", rules());
      case "/apis/authorization.k8s.io/v1/subjectaccessreviews" ->
          reviewed(request, "authorization.k8s.io/v1", "SubjectAccessReview", allowed());
      case "/apis/authentication.k8s.io/v1/selfsubjectreviews" ->
          reviewed(request, "authentication.k8s.io/v1", "SelfSubjectReview", user());
      default -> Optional.empty();
    };
  }

  private static Optional<ApiAnswer> reviewed(
      ApiRequest request, String apiVersion, String kind, ObjectNode status) {
    ObjectNode review = Json.object().put("kind", kind).put("apiVersion", apiVersion);
    review.putObject("metadata");
    JsonNode spec = body(request).path("spec");
    review.set("spec", spec.isObject() ? spec : Json.object());
    review.set("status", status);
    return Optional.of(Answers.of(201, review, Representation.of(request.accept()), List.of()));
  }

  private static JsonNode body(ApiRequest request) {
    try {
      return Bodies.mediaType(request.contentType()).equals("application/yaml")
          ? Bodies.yaml(request.body())
          : Bodies.json(request.body());
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest(e.getOriginalMessage());
    }
  }

  private static ObjectNode allowed() {
    return Json.object().put("allowed", true);
  }

  private static ObjectNode rules() {
    ObjectNode status = Json.object();
    ObjectNode all = status.putArray("resourceRules").addObject();
    all.putArray("verbs").add("*");
    all.putArray("apiGroups").add("*");
    all.putArray("resources").add("*");
    ObjectNode paths = status.putArray("nonResourceRules").addObject();
    paths.putArray("verbs").add("*");
    paths.putArray("nonResourceURLs").add("*");
    return status.put("incomplete", false);
  }

  private static ObjectNode user() {
    ObjectNode status = Json.object();
    ObjectNode user = status.putObject("userInfo").put("username", "admin");
    user.putArray("groups").add("system:masters").add("system:authenticated");
    return status;
  }
}
