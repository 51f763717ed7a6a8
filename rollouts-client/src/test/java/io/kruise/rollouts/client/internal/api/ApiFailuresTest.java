// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.RolloutsNotInstalledException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
@DisplayName("failed calls")
class ApiFailuresTest {
  private static final RolloutRef REF = new RolloutRef("default", "demo");

  private static KubernetesClientException answered(int code) {
    return new KubernetesClientException("answered", code, null);
  }

  private static KubernetesClientException unanswered(Throwable cause) {
    return new KubernetesClientException("no answer", cause);
  }

  @ParameterizedTest(name = "{0}: later {1}, guard {2}, not found {3}")
  @CsvSource({
    "400, false, false, false",
    "401, false, false, false",
    "403, false, false, false",
    "404, false, false, true",
    "409, false, true,  false",
    "410, false, false, false",
    "422, false, true,  false",
    "429, true,  false, false",
    "500, true,  false, false",
    "502, true,  false, false",
    "503, true,  false, false",
    "504, true,  false, false",
  })
  void byCode(int code, boolean later, boolean guard, boolean notFound) {
    Throwable failure = new CompletionException(new CompletionException(answered(code)));

    assertThat(ApiFailures.isTransient(failure)).isEqualTo(later);
    assertThat(ApiFailures.isGuardRefusal(failure)).isEqualTo(guard);
    assertThat(ApiFailures.isNotFound(failure)).isEqualTo(notFound);
    assertThat(ApiFailures.unwrap(failure)).isInstanceOf(KubernetesClientException.class);
  }

  @Test
  @DisplayName("no answer may come later, but not from a client that was closed")
  void withoutAnAnswer() {
    assertThat(ApiFailures.isTransient(unanswered(new IOException("reset")))).isTrue();
    // what Vert.x throws when a connection is cut is no IOException
    assertThat(ApiFailures.isTransient(unanswered(new RuntimeException("closed")))).isTrue();
    assertThat(ApiFailures.isTransient(unanswered(new IllegalStateException("closed")))).isFalse();
  }

  @Test
  @DisplayName("what is no failed call does not go away by trying again")
  void noCall() {
    assertThat(ApiFailures.isTransient(new RolloutNotFoundException(REF))).isFalse();
    assertThat(ApiFailures.isTransient(new RolloutsNotInstalledException(REF, answered(404))))
        .isFalse();
    assertThat(ApiFailures.isTransient(new NullPointerException())).isFalse();
  }

  @Test
  @DisplayName("a 404 names the object, or else it may mean the kind")
  void namesTheObject() {
    var named =
        new StatusBuilder().withCode(404).withNewDetails().withName("x").endDetails().build();
    var nameless = new StatusBuilder().withCode(404).withNewDetails().endDetails().build();

    assertThat(ApiFailures.namesTheObject(new KubernetesClientException(named))).isTrue();
    assertThat(ApiFailures.namesTheObject(new KubernetesClientException(nameless))).isFalse();
    assertThat(ApiFailures.namesTheObject(answered(404))).isFalse();
    assertThat(ApiFailures.namesTheObject(new IOException())).isFalse();
  }
}
