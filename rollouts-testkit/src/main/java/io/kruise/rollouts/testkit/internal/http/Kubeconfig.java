// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells clients of other languages where the cluster is. */
public final class Kubeconfig {
  private Kubeconfig() {}

  /**
   * A kubeconfig.
   *
   * @param server where the API server is
   * @return YAML; no credentials are needed
   */
  public static String of(URI server) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: fake
          cluster:
            server: %s
        users:
        - name: fake
          user: {}
        contexts:
        - name: fake
          context:
            cluster: fake
            user: fake
            namespace: default
        current-context: fake
        """
        .formatted(server);
  }

  /**
   * Writes a kubeconfig.
   *
   * @param server where the API server is
   * @param file replaced when it is there
   * @throws IOException when it can't be written
   */
  public static void write(URI server, Path file) throws IOException {
    Files.writeString(file, of(server), StandardCharsets.UTF_8);
  }
}
