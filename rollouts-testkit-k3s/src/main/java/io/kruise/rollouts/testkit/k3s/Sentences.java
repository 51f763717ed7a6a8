// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import io.kruise.rollouts.testkit.k3s.ControllerPods.MissingImage;
import java.time.Duration;
import java.util.Optional;

/** What was wanted, what was seen, what to do: one sentence for each failure. */
final class Sentences {
  private Sentences() {}

  static String noDocker(String image, Optional<String> host) {
    return "a Docker engine is wanted, to run "
        + image
        + ", and none answers"
        + host.map(each -> " at DOCKER_HOST=" + each).orElse(" (DOCKER_HOST is not set)")
        + ": start Docker, or set DOCKER_HOST to an engine that runs, then run the tests again";
  }

  static String noImage(String image, Throwable seen) {
    return "the image "
        + image
        + " is wanted, and the Docker engine neither has it nor can pull it ("
        + oneLine(seen)
        + "): check the name with \"docker pull "
        + image
        + "\", or name one that the engine has by K3sOptions.withImage";
  }

  static String containerFailed(K3sOptions options, Throwable seen) {
    return "the cluster "
        + options.image()
        + " was wanted within "
        + seconds(options.startLimit())
        + ", and its container failed ("
        + oneLine(seen)
        + "): look at its log, which is attached, and give a slow machine more time by"
        + " K3sOptions.withLimits";
  }

  static String notInstalled(String image) {
    return "Kruise Rollouts is wanted in the image "
        + image
        + ", as Installation.NEVER says, and it has no CRD of Rollouts: leave that option out, and"
        + " it is installed";
  }

  static String installFailed(K3sOptions options, Throwable seen) {
    return "Kruise Rollouts was to be installed in "
        + options.image()
        + ", and the API server refused ("
        + oneLine(seen)
        + "): check the manifests ("
        + options.manifests().map(Object::toString).orElse("upstream's of v0.6.2")
        + ") against that version of Kubernetes";
  }

  static String noControllerImage(MissingImage missing) {
    return "the controller's image "
        + missing.image()
        + " is wanted, and the cluster cannot pull it ("
        + missing.said()
        + "): check the name, or name a mirror by K3sOptions.withControllerImage";
  }

  static String noAnswer(K3sOptions options, String amiss, String pods) {
    return "Kruise Rollouts was wanted to answer in "
        + options.image()
        + " within "
        + seconds(options.readyLimit())
        + ", and at the end "
        + amiss
        + ", while "
        + pods
        + ": look at the logs, which are attached, and give a slow machine more time by"
        + " K3sOptions.withLimits";
  }

  private static String seconds(Duration limit) {
    return limit.toSeconds() + " s";
  }

  private static String oneLine(Throwable seen) {
    String text = seen.getMessage() == null ? seen.getClass().getSimpleName() : seen.getMessage();
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
