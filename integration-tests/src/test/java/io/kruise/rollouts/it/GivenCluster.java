// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import java.nio.file.Path;

/** A cluster of somebody's own; it stays as it is. */
record GivenCluster(Path file) implements ControlPlane {
  @Override
  public String kubeconfig() {
    return ControlPlane.read(file);
  }

  @Override
  public void close() {}
}
