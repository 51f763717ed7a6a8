// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import io.kruise.rollouts.testkit.k3s.KruiseContainer;

/** The container that users of {@code rollouts-testkit-k3s} have; removed after the run. */
record InContainer(KruiseContainer cluster) implements ControlPlane {
  /** Prints the image: which cluster a run was on must never be a guess. */
  static InContainer started(KruiseContainer cluster) {
    long begin = System.nanoTime();
    cluster.start();
    System.out.printf(
        "the suite runs on %s, ready after %.1f s%n", cluster, (System.nanoTime() - begin) / 1e9);
    return new InContainer(cluster);
  }

  @Override
  public String kubeconfig() {
    return cluster.kubeconfig();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
