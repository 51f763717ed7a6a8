// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import io.kruise.rollouts.testkit.k3s.KruiseContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The cluster of one run of the suite, behind one of three doors. */
sealed interface ControlPlane extends AutoCloseable permits GivenCluster, TestBed, InContainer {
  /** Tests run in their module's folder, and people give paths from the root, where they are. */
  Path ROOT = Path.of(System.getProperty("root", ".."));

  /** How to reach it, as its admin. */
  String kubeconfig();

  @Override
  void close();

  /**
   * The one that {@code -Dkubeconfig=FILE} names; else, as {@code -Dcluster=…} says, k3s in a
   * container or the test bed.
   *
   * @param bedOptions of {@code bed up}, where it comes to that
   */
  static ControlPlane open(String... bedOptions) {
    String given = System.getProperty("kubeconfig", "");
    if (!given.isEmpty()) {
      return new GivenCluster(ROOT.resolve(given));
    }
    String wanted = System.getProperty("cluster", "bed");
    return switch (wanted) {
      case "bed" -> TestBed.open(bedOptions);
      case "k3s" -> InContainer.started(new KruiseContainer());
      default -> throw new IllegalArgumentException("-Dcluster=" + wanted + ": write bed or k3s");
    };
  }

  static String read(Path kubeconfig) {
    try {
      return Files.readString(kubeconfig);
    } catch (IOException e) {
      throw new UncheckedIOException("no kubeconfig at " + kubeconfig, e);
    }
  }
}
