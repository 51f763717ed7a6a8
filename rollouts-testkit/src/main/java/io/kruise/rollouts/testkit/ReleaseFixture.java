// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.object.Json;
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
    RollableScalableResource<Deployment> resource =
        client.apps().deployments().withName(deployment);
    String container =
        resource.require().getSpec().getTemplate().getSpec().getContainers().get(0).getName();
    // of no version in particular: the controllers write the Deployment all the time
    return resource.patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch(container).toString());
  }

  private ObjectNode patch(String container) {
    ObjectNode patch = Json.object();
    if (rolloutId != null) {
      patch.withObject("/metadata/labels").put(RolloutLabels.ROLLOUT_ID, rolloutId);
    }
    ObjectNode template = patch.withObject("/spec/template");
    template
        .withObject("/metadata/annotations")
        .put(PodBehavior.ANNOTATION, pods == null ? null : pods.words());
    template
        .withObject("/spec")
        .putArray("containers")
        .addObject()
        .put("name", container)
        .putArray("env")
        .addObject()
        .put("name", "VERSION")
        .put("value", version);
    return patch;
  }
}
