// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A whole cluster with Kruise Rollouts in virtual time, asked without a network. */
public final class ClusterBed {
  public static final String PODS = "/api/v1/namespaces/default/pods";
  public static final String SERVICES = "/api/v1/namespaces/default/services";
  public static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
  public static final String ROLLOUTS =
      "/apis/rollouts.kruise.io/v1beta1/namespaces/default/rollouts";
  public static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  private static final String JSON = "application/json";
  private static final YAMLMapper YAML = new YAMLMapper();

  private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final ApiServer api = KruiseCluster.api(KruiseCluster.on(time, PodBehaviors.standard()));

  /** Anything, answered with anything. */
  public ApiAnswer send(String method, String path, String accept, String yaml) {
    return api.handle(
        new ApiRequest(
            method, path, Map.of(), yaml.isEmpty() ? "" : "application/yaml", accept, yaml));
  }

  /** What can be read. */
  public JsonNode get(String path) {
    return get(path, JSON);
  }

  /** What can be read, as a client wants to see it. */
  public JsonNode get(String path, String accept) {
    ApiAnswer answer = send("GET", path, accept, "");
    assertThat(answer.code()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  /** What can be made. */
  public JsonNode create(String path, String yaml) {
    ApiAnswer answer = send("POST", path, JSON, yaml);
    assertThat(answer.code()).as(answer.body()).isEqualTo(201);
    return json(answer);
  }

  /** What the controllers do meanwhile has happened afterwards. */
  public void pass(Duration duration) {
    time.advance(duration);
  }

  /** An answer's body. */
  public static JsonNode json(ApiAnswer answer) {
    try {
      return Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer.body(), e);
    }
  }

  /** An object in YAML. */
  public static ObjectNode yaml(String text) {
    try {
      return YAML.readValue(text, ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
