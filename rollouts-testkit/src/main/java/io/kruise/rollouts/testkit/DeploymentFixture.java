// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.kruise.rollouts.model.RolloutLabels;
import java.util.Map;

/**
 * A Deployment like the one of OpenKruise's basic usage guide: one container "busybox", its version
 * in the environment. Immutable; each verb returns a copy.
 */
public final class DeploymentFixture {
  private final String name;
  private final int replicas;
  private final String version;
  private final Map<String, String> labels;

  private DeploymentFixture(String name, int replicas, String version, Map<String, String> labels) {
    this.name = requireNonNull(name, "name");
    this.replicas = replicas;
    this.version = requireNonNull(version, "version");
    this.labels = labels;
  }

  /**
   * The guide's Deployment: ten pods of version-1.
   *
   * @param name its name
   * @return the fixture
   */
  public static DeploymentFixture deployment(String name) {
    return new DeploymentFixture(name, 10, "version-1", Map.of());
  }

  /**
   * With another number of pods.
   *
   * @param count how many
   * @return a copy
   */
  public DeploymentFixture replicas(int count) {
    return new DeploymentFixture(name, count, version, labels);
  }

  /**
   * With another version in the environment.
   *
   * @param value the value of VERSION
   * @return a copy
   */
  public DeploymentFixture version(String value) {
    return new DeploymentFixture(name, replicas, value, labels);
  }

  /**
   * With the label that names the release.
   *
   * @param id the value of {@code rollouts.kruise.io/rollout-id}
   * @return a copy
   */
  public DeploymentFixture rolloutId(String id) {
    return new DeploymentFixture(name, replicas, version, Map.of(RolloutLabels.ROLLOUT_ID, id));
  }

  /**
   * The object.
   *
   * @return a new one each time, without a namespace
   */
  public Deployment build() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("busybox")
        .withImage("busybox:latest")
        .withCommand("/bin/sh", "-c", "sleep 100d")
        .addNewEnv()
        .withName("VERSION")
        .withValue(version)
        .endEnv()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
