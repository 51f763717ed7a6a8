// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.ApproveMethod;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.NamespacedRollouts;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.release.MidRelease;
import io.kruise.rollouts.client.release.Permission;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.client.rights.Rights;
import io.kruise.rollouts.client.rights.Use;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("real")
@DisplayName("a service account with the least rights")
class RightsIT {
  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  private static Scene scene(String name) {
    return Scene.set(
        CLUSTER.admin(),
        CLUSTER.namespace(),
        name,
        DeploymentFixture.deployment(name).replicas(4),
        RolloutFixture.canary(name));
  }

  /** A client that has these rights and no other. */
  private static KubernetesClient with(String account, Rights rights) {
    KubernetesClient admin = CLUSTER.admin();
    admin.resource(rights.role(CLUSTER.namespace(), account)).create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(account)
                .withNamespace(CLUSTER.namespace())
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", account)
                .addNewSubject("", "ServiceAccount", account, CLUSTER.namespace())
                .build())
        .create();
    Config config = CLUSTER.config();
    config.setImpersonateUsername(user(account));
    config.setImpersonateGroups("system:authenticated");
    return TestCluster.client(TestCluster.Http.VERTX, config, http -> {});
  }

  private static String user(String account) {
    return "system:serviceaccount:" + CLUSTER.namespace() + ":" + account;
  }

  private static ReleaseRequest version(String id, String version) {
    return ReleaseRequest.of(id, TemplateChange.env("busybox", "VERSION", version));
  }

  @Test
  @DisplayName("can do all that its uses say")
  void enough() {
    Scene scene = scene("enough");
    Rights all = Rights.to(Use.values());
    try (KubernetesClient client = with("all", all)) {
      NamespacedRollouts rollouts = RolloutsClient.on(client).inNamespace(CLUSTER.namespace());
      assertThat(rollouts.missing(all)).isEmpty();
      RolloutOps ops = rollouts.withName(scene.name);
      assertThat(ops.dryRun(version("r2", "version-2")).captured()).isTrue();

      Release release = ops.release(version("r2", "version-2"));
      release.await(awaitingApproval(1), Scene.SOON);
      release.pause();
      release.resume();
      assertThat(ops.explain().unseen()).isEmpty();
      assertThat(release.approve(ApproveOptions.step(1).signedBy("ci", "")).unrecorded()).isEmpty();
      release.await(awaitingApproval(2), Scene.SOON);
      assertThat(release.reject("ci", "errors", Scene.SOON).unrecorded()).isEmpty();
      assertThat(ops.revisions()).hasSize(2);
      Release next = ops.release(version("r3", "version-3"));
      next.await(awaitingApproval(1), Scene.SOON);
      next.approve(ApproveOptions.step(1).by(ApproveMethod.SPEC));
      assertThat(next.approveAll(Scene.SOON)).isInstanceOf(ReleaseOutcome.Completed.class);
      ops.disable(MidRelease.REFUSE);
      ops.enable();
      ops.delete(MidRelease.REFUSE);
      assertThat(ops.find()).isEmpty();
    }
  }

  @Test
  @DisplayName("is told beforehand which right it lacks for the rest")
  void missing() {
    Scene scene = scene("missing");
    try (KubernetesClient client = with("starter", Rights.to(Use.RELEASE))) {
      NamespacedRollouts rollouts = RolloutsClient.on(client).inNamespace(CLUSTER.namespace());
      assertThat(rollouts.missing(Rights.to(Use.RELEASE))).isEmpty();
      assertThat(rollouts.missing(Rights.to(Use.APPROVE)))
          .extracting(Permission::toString)
          .containsExactly(
              "patch on rollouts/status of rollouts.kruise.io in the namespace "
                  + CLUSTER.namespace()
                  + ", for "
                  + user("starter"));

      Release release = rollouts.withName(scene.name).release(version("r2", "version-2"));
      assertThat(release.await(awaitingApproval(1), Scene.SOON).met()).isTrue();
      assertThatThrownBy(() -> release.approve(1))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("cannot patch resource \"rollouts/status\"");
    }
  }
}
