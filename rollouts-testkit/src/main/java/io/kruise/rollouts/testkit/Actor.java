// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.util.concurrent.CompletableFuture;

/**
 * Who acts on a cluster together with others, in {@link Interleavings}: a client of its own, and a
 * view of the time of its own. Confined to the thread of the interleavings. What an actor does must
 * not block: it gives a future.
 */
public final class Actor {
  private final KubernetesClient client;
  private final TestClock clock;

  Actor(KubernetesClient client, TestClock clock) {
    this.client = requireNonNull(client, "client");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * This actor's client. Only its calls that do not block can be made.
   *
   * @return the same in each run
   */
  public KubernetesClient client() {
    return client;
  }

  /**
   * The time, for what this actor does later.
   *
   * @return a clock that the schedule moves
   */
  public TestClock clock() {
    return clock;
  }

  /**
   * Sends one PATCH as it is, and nothing else: neither a look before it, nor a repetition.
   *
   * @param path such as {@code /apis/apps/v1/namespaces/default/deployments/demo}
   * @param type such as {@code application/merge-patch+json}
   * @param body the patch
   * @return the code that it was answered with
   */
  public CompletableFuture<Integer> patch(String path, String type, String body) {
    HttpClient http = client.getHttpClient();
    String server = client.getMasterUrl().toString();
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(server + (server.endsWith("/") ? path.substring(1) : path))
            .method("PATCH", type, body)
            .build();
    return http.sendAsync(request, byte[].class).thenApply(answer -> answer.code());
  }
}
