// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import io.kruise.rollouts.testkit.k3s.ControllerPods.MissingImage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What was wanted, what was seen, what to do: one sentence for each failure. */
final class Sentences {
  private static final int LONGEST = 300;

  private Sentences() {}

  static String noDocker(String image, Optional<String> host) {
    return "a Docker engine is wanted, to run "
        + image
        + ", and none answers"
        + host.map(each -> " at DOCKER_HOST=" + each).orElse(" (DOCKER_HOST is not set)")
        + ": start Docker, or set DOCKER_HOST to an engine that runs, then run the tests again";
  }

  static String noImage(String image, Optional<Throwable> seen) {
    return "the image "
        + image
        + " is wanted, and the Docker engine neither has it nor can pull it"
        + inBrackets(seen)
        + ": check the name with \"docker pull "
        + image
        + "\", or name one that the engine has by K3sOptions.withImage";
  }

  static String noHelper(String image, Optional<Throwable> seen) {
    return "Testcontainers wants its own image "
        + image
        + ", which removes the containers of tests that have died, and the Docker engine neither"
        + " has it nor can pull it"
        + inBrackets(seen)
        + ": set TESTCONTAINERS_RYUK_DISABLED=true where nothing can be pulled, and remove such"
        + " containers yourself";
  }

  static String containerFailed(
      K3sOptions options, Optional<Throwable> seen, Optional<String> lastLine) {
    return "the cluster "
        + options.image()
        + " was wanted within "
        + seconds(options.startLimit())
        + ", and its container failed"
        + inBrackets(seen)
        + lastLine.map(line -> ", its last words being \"" + oneLine(line) + "\"").orElse("")
        + ": look at its log, which is attached, and give a slow machine more time by"
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
        + " from "
        + options.manifests().map(Object::toString).orElse("upstream's manifests of v0.6.2")
        + ", and that failed ("
        + oneLine(seen)
        + "): check that the file is there, and that this version of Kubernetes knows what is in it";
  }

  static String noControllerImage(MissingImage missing) {
    return "the controller's image "
        + missing.image()
        + " is wanted, and the cluster cannot pull it ("
        + oneLine(missing.said())
        + "): check the name, or name a mirror by K3sOptions.withControllerImage";
  }

  static String noAnswer(K3sOptions options, String amiss, String pods) {
    return "Kruise Rollouts was wanted to answer in "
        + options.image()
        + " within "
        + seconds(options.readyLimit())
        + ", and at the end "
        + oneLine(amiss)
        + ", while "
        + oneLine(pods)
        + ": look at the logs, which are attached, and give a slow machine more time by"
        + " K3sOptions.withLimits";
  }

  private static String inBrackets(Optional<Throwable> seen) {
    return seen.map(each -> " (" + oneLine(each) + ")").orElse("");
  }

  private static String seconds(Duration limit) {
    return limit.toSeconds() + " s";
  }

  private static String oneLine(Throwable seen) {
    return oneLine(
        seen instanceof IOException || seen.getMessage() == null
            ? seen.toString()
            : seen.getMessage());
  }

  /** Some of what is said elsewhere goes on for pages. */
  private static String oneLine(String said) {
    String line = said.strip().replaceAll("\\s*\\R\\s*", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
