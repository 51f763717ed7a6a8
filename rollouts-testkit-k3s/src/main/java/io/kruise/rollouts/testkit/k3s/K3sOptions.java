// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.testcontainers.k3s.K3sContainer;

/**
 * Which cluster is wanted. Immutable; each {@code with…} returns a copy. Equal options mean the
 * same cluster to {@link KruiseK3s#shared(K3sOptions)}.
 *
 * @param image of the cluster; {@value #K3S} unless told. Any image that behaves as k3s's does will
 *     do: API server on port 6443, kubeconfig in {@code /etc/rancher/k3s/k3s.yaml}
 * @param privileged whether the container runs with all rights of the machine, as k3s needs; true
 *     unless told
 * @param controllerImage pulled by the cluster, not by the Docker engine; {@value #CONTROLLER}
 *     unless told
 * @param manifests a file to install in place of upstream's manifests of v0.6.2, which are in the
 *     jar; in it, containers whose image is {@value #PLACEHOLDER} get the controller's image
 * @param installation whether to install at all
 * @param startLimit how long the cluster may take to start, pulling its image not included; 3
 *     minutes unless told
 * @param readyLimit how long the controller may take then until it answers, pulling its image
 *     included; 5 minutes unless told
 * @param customizer is shown the container before it starts, for all that has no option here
 */
public record K3sOptions(
    String image,
    boolean privileged,
    String controllerImage,
    Optional<Path> manifests,
    Installation installation,
    Duration startLimit,
    Duration readyLimit,
    Consumer<K3sContainer> customizer) {
  /** The image of k3s: the minor version of Kubernetes that this library is proven on. */
  public static final String K3S = "rancher/k3s:v1.33.5-k3s1";

  /** The controller's image. */
  public static final String CONTROLLER = "openkruise/kruise-rollout:v0.6.2";

  /** What upstream's manifests call the controller's image. */
  public static final String PLACEHOLDER = "controller:latest";

  private static final K3sOptions DEFAULTS =
      new K3sOptions(
          K3S,
          true,
          CONTROLLER,
          Optional.empty(),
          Installation.IF_ABSENT,
          Duration.ofMinutes(3),
          Duration.ofMinutes(5),
          K3sOptions::asItIs);

  /** Whether Kruise Rollouts is installed. */
  public enum Installation {
    /** Unless the cluster has the CRD of Rollouts already. */
    IF_ABSENT,
    /** Never: the image brings it along. It still has to answer. */
    NEVER
  }

  /** Checks that all is there. */
  public K3sOptions {
    requireNonNull(image, "image");
    requireNonNull(controllerImage, "controllerImage");
    requireNonNull(manifests, "manifests");
    requireNonNull(installation, "installation");
    requireNonNull(startLimit, "startLimit");
    requireNonNull(readyLimit, "readyLimit");
    requireNonNull(customizer, "customizer");
  }

  /**
   * k3s with Kruise Rollouts v0.6.2.
   *
   * @return the options
   */
  public static K3sOptions defaults() {
    return DEFAULTS;
  }

  /**
   * The defaults, but for what the environment says: {@code KRUISE_K3S_IMAGE}, {@code
   * KRUISE_K3S_PRIVILEGED} ({@code true} or {@code false}) and {@code KRUISE_CONTROLLER_IMAGE}. So
   * a machine with a mirror, or with images of its own, runs the same tests.
   *
   * @return the options
   * @throws IllegalArgumentException if {@code KRUISE_K3S_PRIVILEGED} is neither
   */
  public static K3sOptions fromEnvironment() {
    return from(name -> Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty()));
  }

  static K3sOptions from(Function<String, Optional<String>> environment) {
    K3sOptions options = DEFAULTS;
    options = environment.apply("KRUISE_K3S_IMAGE").map(options::withImage).orElse(options);
    Optional<String> privileged = environment.apply("KRUISE_K3S_PRIVILEGED");
    if (privileged.isPresent()) {
      options = options.withPrivileged(flag(privileged.get()));
    }
    Optional<String> controller = environment.apply("KRUISE_CONTROLLER_IMAGE");
    return controller.map(options::withControllerImage).orElse(options);
  }

  private static boolean flag(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "KRUISE_K3S_PRIVILEGED is \"" + value + "\": write true or false");
    };
  }

  private static void asItIs(K3sContainer container) {}

  /**
   * Another image of the cluster.
   *
   * @param name its full name, with the registry where that is not Docker Hub
   * @return a copy
   */
  public K3sOptions withImage(String name) {
    return new K3sOptions(
        name,
        privileged,
        controllerImage,
        manifests,
        installation,
        startLimit,
        readyLimit,
        customizer);
  }

  /**
   * With or without all rights of the machine. k3s itself does not start without.
   *
   * @param wanted false for an image that does without
   * @return a copy
   */
  public K3sOptions withPrivileged(boolean wanted) {
    return new K3sOptions(
        image,
        wanted,
        controllerImage,
        manifests,
        installation,
        startLimit,
        readyLimit,
        customizer);
  }

  /**
   * Another image of the controller: of a mirror, or another version, whose manifests are then
   * wanted too.
   *
   * @param name its full name
   * @return a copy
   */
  public K3sOptions withControllerImage(String name) {
    return new K3sOptions(
        image, privileged, name, manifests, installation, startLimit, readyLimit, customizer);
  }

  /**
   * Other manifests.
   *
   * @param file YAML, with CRDs, rights, webhooks and the controller
   * @return a copy
   */
  public K3sOptions withManifests(Path file) {
    return new K3sOptions(
        image,
        privileged,
        controllerImage,
        Optional.of(file),
        installation,
        startLimit,
        readyLimit,
        customizer);
  }

  /**
   * Whether to install.
   *
   * @param wanted when
   * @return a copy
   */
  public K3sOptions withInstallation(Installation wanted) {
    return new K3sOptions(
        image, privileged, controllerImage, manifests, wanted, startLimit, readyLimit, customizer);
  }

  /**
   * Other bounds.
   *
   * @param start for the cluster
   * @param ready for the controller, afterwards
   * @return a copy
   */
  public K3sOptions withLimits(Duration start, Duration ready) {
    return new K3sOptions(
        image, privileged, controllerImage, manifests, installation, start, ready, customizer);
  }

  /**
   * A last word on the container before it starts: a network, labels, k3s's own options.
   *
   * @param change called once for each start; options with another function are never equal
   * @return a copy
   */
  public K3sOptions withCustomizer(Consumer<K3sContainer> change) {
    return new K3sOptions(
        image,
        privileged,
        controllerImage,
        manifests,
        installation,
        startLimit,
        readyLimit,
        change);
  }
}
