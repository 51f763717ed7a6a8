// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Tells clients of other languages where the cluster is. */
public final class Kubeconfig {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

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
   * Writes a kubeconfig, which only its owner may read: clients warn of others.
   *
   * @param server where the API server is
   * @param file replaced when it is there
   * @throws IOException when it can't be written
   */
  public static void write(URI server, Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      if (Files.notExists(file)) {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      } else if (Files.isRegularFile(file)) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
      }
    }
    Files.writeString(file, of(server), StandardCharsets.UTF_8);
  }
}
