// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.model.RolloutLabels;
import org.jspecify.annotations.Nullable;

/**
 * A new version of a {@linkplain DeploymentFixture Deployment}, to be released with one write.
 * Immutable; each verb returns a copy.
 */
public final class ReleaseFixture {
  private final String deployment;
  private final String version;
  private final @Nullable String rolloutId;
  private final @Nullable PodBehavior pods;

  private ReleaseFixture(
      String deployment, String version, @Nullable String rolloutId, @Nullable PodBehavior pods) {
    this.deployment = requireNonNull(deployment, "deployment");
    this.version = requireNonNull(version, "version");
    this.rolloutId = rolloutId;
    this.pods = pods;
  }

  /**
   * A release.
   *
   * @param version the value of VERSION in the first container's environment; the one before for a
   *     rollback
   * @param deployment the Deployment's name
   * @return a release without a rollout-id of its own
   */
  public static ReleaseFixture release(String version, String deployment) {
    return new ReleaseFixture(deployment, version, null, null);
  }

  /**
   * With the label that names the release.
   *
   * @param id the value of {@code rollouts.kruise.io/rollout-id}
   * @return a copy
   */
  public ReleaseFixture rolloutId(String id) {
    return new ReleaseFixture(deployment, version, id, pods);
  }

  /**
   * With pods that behave in some way, by the {@linkplain PodBehavior#ANNOTATION annotation} in the
   * template. The cluster's rules come before it.
   *
   * @param behavior what the new version's pods do
   * @return a copy
   */
  public ReleaseFixture pods(PodBehavior behavior) {
    return new ReleaseFixture(deployment, version, rolloutId, behavior);
  }

  /**
   * Releases it: label and template in one write.
   *
   * @param client in the Deployment's namespace
   * @return the Deployment as the API server returned it
   */
  public Deployment deploy(KubernetesClient client) {
    return client.apps().deployments().withName(deployment).edit(this::applied);
  }

  private Deployment applied(Deployment before) {
    DeploymentBuilder builder = new DeploymentBuilder(before);
    if (rolloutId != null) {
      builder.editMetadata().addToLabels(RolloutLabels.ROLLOUT_ID, rolloutId).endMetadata();
    }
    var template = builder.editSpec().editTemplate();
    var metadata = template.editOrNewMetadata().removeFromAnnotations(PodBehavior.ANNOTATION);
    if (pods != null) {
      metadata.addToAnnotations(PodBehavior.ANNOTATION, pods.words());
    }
    return metadata
        .endMetadata()
        .editSpec()
        .editFirstContainer()
        .removeMatchingFromEnv(each -> "VERSION".equals(each.getName()))
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
