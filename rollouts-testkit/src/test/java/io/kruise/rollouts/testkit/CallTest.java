// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.weather.Asked;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
@DisplayName("calls that are meant")
class CallTest {
  private static final String ROLLOUTS =
      "/apis/rollouts.kruise.io/v1beta1/namespaces/default/rollouts";

  @Test
  @DisplayName("are told by verb and subresource")
  void verbs() {
    assertThat(matches(Call.patch("rollouts/status"), "PATCH", ROLLOUTS + "/demo/status")).isTrue();
    assertThat(matches(Call.patch("rollouts"), "PATCH", ROLLOUTS + "/demo/status")).isFalse();
    assertThat(matches(Call.update("rollouts/status"), "PATCH", ROLLOUTS + "/demo/status"))
        .isFalse();
    assertThat(matches(Call.update("rollouts"), "PUT", ROLLOUTS + "/demo")).isTrue();
    assertThat(matches(Call.create("rollouts"), "POST", ROLLOUTS)).isTrue();
    assertThat(matches(Call.delete("rollouts"), "DELETE", ROLLOUTS + "/demo")).isTrue();
    assertThat(matches(Call.delete("rollouts"), "DELETE", ROLLOUTS)).isFalse();
    assertThat(matches(Call.get("rollouts"), "GET", ROLLOUTS + "/demo")).isTrue();
    assertThat(matches(Call.list("rollouts"), "GET", ROLLOUTS)).isTrue();
    assertThat(matches(Call.get("rollouts"), "GET", ROLLOUTS)).isFalse();
    assertThat(matches(Call.any("rollouts"), "GET", ROLLOUTS)).isTrue();
    assertThat(matches(Call.any("*"), "PATCH", ROLLOUTS + "/demo/status")).isTrue();
  }

  @Test
  @DisplayName("are told by group, namespace and name")
  void names() {
    assertThat(matches(Call.get("rollouts.rollouts.kruise.io"), "GET", ROLLOUTS + "/demo"))
        .isTrue();
    assertThat(matches(Call.get("rollouts.argoproj.io"), "GET", ROLLOUTS + "/demo")).isFalse();
    assertThat(matches(Call.get("pods"), "GET", "/api/v1/namespaces/default/pods/a")).isTrue();
    assertThat(matches(Call.get("rollouts").named("demo"), "GET", ROLLOUTS + "/demo")).isTrue();
    assertThat(matches(Call.get("rollouts").named("other"), "GET", ROLLOUTS + "/demo")).isFalse();
    assertThat(matches(Call.get("rollouts").inNamespace("default"), "GET", ROLLOUTS + "/demo"))
        .isTrue();
    assertThat(matches(Call.get("rollouts").inNamespace("prod"), "GET", ROLLOUTS + "/demo"))
        .isFalse();
  }

  @Test
  @DisplayName("are watches, for one object when the field selector names it")
  void watches() {
    Map<String, String> query = Map.of("watch", "true", "fieldSelector", "metadata.name=demo");
    Asked watch = Asked.of(new ApiRequest("GET", ROLLOUTS, query, "", "", "")).orElseThrow();

    assertThat(Call.watch("rollouts").matches(watch)).isTrue();
    assertThat(Call.watch("rollouts").named("demo").matches(watch)).isTrue();
    assertThat(Call.watch("rollouts").named("other").matches(watch)).isFalse();
    assertThat(Call.list("rollouts").matches(watch)).isFalse();
  }

  @Test
  @DisplayName("are none of those that are for no objects")
  void documents() {
    assertThat(Asked.of(new ApiRequest("GET", "/version", Map.of(), "", "", ""))).isEmpty();
    assertThat(Asked.of(new ApiRequest("GET", "/apis/apps/v1", Map.of(), "", "", ""))).isEmpty();
  }

  @Test
  @DisplayName("read as they were written")
  void text() {
    assertThat(Call.patch("rollouts/status").named("demo").inNamespace("default"))
        .hasToString("patch(rollouts/status).inNamespace(default).named(demo)");
  }

  private static boolean matches(Call call, String method, String path) {
    return call.matches(Asked.of(new ApiRequest(method, path, Map.of(), "", "", "")).orElseThrow());
  }
}
