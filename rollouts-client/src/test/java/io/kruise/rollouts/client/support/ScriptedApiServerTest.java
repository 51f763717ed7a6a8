// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.support;

import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@DisplayName("the tests' API server answers as the real one was seen to")
class ScriptedApiServerTest {
  private static final String ROLLOUTS =
      "apis/rollouts.kruise.io/v1beta1/namespaces/default/rollouts";
  private static final String DEMO = ROLLOUTS + "/rollouts-demo";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final ScriptedApiServer server = ScriptedApiServer.started(false);

  @AfterEach
  void close() {
    server.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> patch(String path, String body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json-patch+json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return new ObjectMapper().readTree(response.body());
  }

  private static String replace(String path, String value) {
    return "[{\"op\":\"replace\",\"path\":\"" + path + "\",\"value\":" + value + "}]";
  }

  @Test
  @DisplayName("missing object: a Status that names it; missing kind: plain text")
  void notFound() throws Exception {
    assertThat(json(send(request(DEMO))).path("details").path("name").asText())
        .isEqualTo("rollouts-demo");
    server.uninstall();
    HttpResponse<String> response = send(request(DEMO));
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("404 page not found\n");
  }

  @Test
  @DisplayName(
      "/status takes the status, the object itself the rest; versions and generations grow")
  void separatesTheStatus() throws Exception {
    server.rollout(demo().paused(1));
    JsonNode first = json(send(request(DEMO)));
    String state = "/status/canaryStatus/currentStepState";

    JsonNode ignored = json(patch(DEMO, replace(state, "\"StepReady\"")));
    assertThat(ignored).as("as if nothing had been sent").isEqualTo(first);
    JsonNode approved = json(patch(DEMO + "/status", replace(state, "\"x\"")));
    assertThat(approved.at(state).asText()).isEqualTo("x");
    assertThat(approved.at("/metadata/resourceVersion").asLong())
        .isGreaterThan(first.at("/metadata/resourceVersion").asLong());
    assertThat(approved.at("/metadata/generation")).isEqualTo(first.at("/metadata/generation"));
    JsonNode changed = json(patch(DEMO, replace("/spec/disabled", "true")));
    assertThat(changed.at("/metadata/generation").asLong())
        .isEqualTo(first.at("/metadata/generation").asLong() + 1);
    assertThat(changed.at(state).asText()).isEqualTo("x");
  }

  @Test
  @DisplayName("a failed test of a patch: 422 Invalid, no details, nothing changed")
  void failedTest() throws Exception {
    server.rollout(demo().paused(1));
    JsonNode before = server.stored();

    HttpResponse<String> response =
        patch(DEMO, "[{\"op\":\"test\",\"path\":\"/metadata/uid\",\"value\":\"other\"}]");

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(json(response).path("reason").asText()).isEqualTo("Invalid");
    assertThat(json(response).path("details").isEmpty()).isTrue();
    assertThat(server.stored()).isEqualTo(before);
  }

  @Test
  @DisplayName("a watch tells what came after its version, and then what comes; 410 when forgotten")
  void watches() throws Exception {
    server.rollout(demo().paused(1));
    String version = json(send(request(DEMO))).at("/metadata/resourceVersion").asText();
    server.rollout(demo().rolling(1, "StepReady"));
    String uri =
        ROLLOUTS + "?watch=true&fieldSelector=metadata.name%3Drollouts-demo&resourceVersion=";

    CompletableFuture<HttpResponse<Stream<String>>> opened =
        HTTP.sendAsync(request(uri + version).build(), HttpResponse.BodyHandlers.ofLines());
    Stream<String> events = Eventually.value(opened).body();
    Eventually.holds(() -> server.openWatches() == 1);
    server.rollout(demo().named("other").paused(1));
    server.deleteRollout();
    server.endWatches();
    assertThat(events.map(line -> line.substring(0, 18)))
        .containsExactly("{\"type\":\"MODIFIED\"", "{\"type\":\"DELETED\",");

    server.forgetHistory();
    HttpResponse<String> expired = send(request(uri + version));
    assertThat(expired.statusCode()).isEqualTo(200);
    assertThat(json(expired).path("type").asText()).isEqualTo("ERROR");
    assertThat(json(expired).at("/object/code").asInt()).isEqualTo(410);
  }

  @Test
  @DisplayName("faults: one each, then it serves again; a cut is a cut")
  void faults() throws Exception {
    server.rollout(demo().paused(1));
    server.next(ScriptedApiServer.Kind.GET, Fault.answer(503));
    assertThat(send(request(DEMO)).statusCode()).isEqualTo(503);
    assertThat(send(request(DEMO)).statusCode()).isEqualTo(200);

    server.next(ScriptedApiServer.Kind.PATCH_STATUS, Fault.cutAfter());
    String path = "/status/canaryStatus/currentStepState";
    assertThatIOException()
        .isThrownBy(() -> patch(DEMO + "/status", replace(path, "\"StepReady\"")));
    assertThat(server.approvals()).containsExactly(1);
    assertThat(server.stored().at("/status/canaryStatus/currentStepIndex").asInt()).isEqualTo(2);
  }

  @Test
  @DisplayName("stopped it refuses connections; started again it has the same address and objects")
  void restarts() throws Exception {
    server.rollout(demo().paused(1));
    String url = server.url();
    server.stop();
    assertThatIOException().isThrownBy(() -> send(request(DEMO)));
    server.start();
    assertThat(server.url()).isEqualTo(url);
    assertThat(send(request(DEMO)).statusCode()).isEqualTo(200);
  }
}
