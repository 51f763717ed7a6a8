// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.explain.Cause;
import io.kruise.rollouts.client.explain.Explanation;
import io.kruise.rollouts.client.explain.Unseen;
import io.kruise.rollouts.client.time.WaitClock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("real")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("why a Rollout is stuck")
class ExplainIT extends ExplainSuite {
  private static final String SCARCE = "example.com/scarce";

  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  @Override
  TestCluster cluster() {
    return CLUSTER;
  }

  @Override
  WaitClock clock() {
    return WaitClock.system();
  }

  @Test
  @DisplayName("pods over a quota are told with the quota's name")
  void quota() {
    ExplainScene scene = scene("quota");
    scene
        .kubernetes()
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("scarce")
                .withNamespace(cluster().namespace())
                .endMetadata()
                .withNewSpec()
                .addToHard("requests." + SCARCE, new Quantity("0"))
                .endSpec()
                .build())
        .create();
    scene.release(
        pods ->
            pods.getContainers()
                .get(0)
                .setResources(
                    new ResourceRequirementsBuilder()
                        .addToRequests(SCARCE, new Quantity("1"))
                        .addToLimits(SCARCE, new Quantity("1"))
                        .build()));
    assertThat(scene.until(Cause.QUOTA_EXCEEDED).sentence())
        .startsWith("1 of 1 pods of step 1 can't be created: quota exceeded (")
        .contains("exceeded quota: scarce");
  }

  @Test
  @DisplayName("pods that the API server refuses are told in its words")
  void podsRefused() {
    ExplainScene scene = scene("refused");
    scene.release(pods -> pods.setServiceAccountName("nobody"));
    assertThat(scene.until(Cause.PODS_REFUSED).sentence())
        .startsWith("1 of 1 pods of step 1 can't be created: the API server refuses them (")
        .contains("serviceaccount \"nobody\" not found");
  }

  @Test
  @DisplayName("a webhook that doesn't answer keeps pods from being created")
  void webhook() {
    ExplainScene scene = scene("webhook");
    ValidatingWebhookConfiguration dead =
        new ValidatingWebhookConfigurationBuilder()
            .withNewMetadata()
            .withName(cluster().namespace())
            .endMetadata()
            .addNewWebhook()
            .withName("dead.example.com")
            .withAdmissionReviewVersions("v1")
            .withSideEffects("None")
            .withFailurePolicy("Fail")
            .withNewClientConfig()
            .withUrl("https://127.0.0.1:1/")
            .endClientConfig()
            .withNewNamespaceSelector()
            .addToMatchLabels("kubernetes.io/metadata.name", cluster().namespace())
            .endNamespaceSelector()
            .withNewObjectSelector()
            .addToMatchLabels("app", "webhook")
            .endObjectSelector()
            .addNewRule()
            .withApiGroups("")
            .withApiVersions("v1")
            .withOperations("CREATE")
            .withResources("pods")
            .endRule()
            .endWebhook()
            .build();
    scene.kubernetes().resource(dead).create();
    try {
      scene.release(pods -> {});
      assertThat(scene.until(Cause.WEBHOOK_UNREACHABLE).sentence())
          .startsWith("1 of 1 pods of step 1 can't be created: a webhook does not answer (")
          .contains("dead.example.com");
    } finally {
      scene.kubernetes().resource(dead).delete();
    }
  }

  @Test
  @DisplayName("a volume whose claim isn't there is told in the scheduler's words")
  void volume() {
    ExplainScene scene = scene("volume");
    scene.release(
        pods ->
            pods.setVolumes(
                List.of(
                    new VolumeBuilder()
                        .withName("data")
                        .withNewPersistentVolumeClaim("none", false)
                        .build())));
    assertThat(scene.until(Cause.VOLUME).sentence())
        .startsWith("1 of 1 pods of step 1 waits: for a volume, the scheduler says: ")
        .contains("persistentvolumeclaim \"none\" not found");
  }

  @Test
  @DisplayName("where the rights end it says less, and lists what it could not see")
  void forbidden() {
    ExplainScene scene = scene("forbidden");
    scene.release(pods -> pods.setNodeSelector(Map.of("no-such", "node")));
    scene.until(Cause.UNSCHEDULABLE);
    String user = "system:serviceaccount:" + cluster().namespace() + ":narrow";
    role(scene.kubernetes());
    Config narrow = CLUSTER.config();
    narrow.setImpersonateUsername(user);
    try (KubernetesClient client = TestCluster.client(TestCluster.Http.VERTX, narrow, http -> {})) {
      Explanation explanation =
          RolloutsClient.on(client)
              .inNamespace(cluster().namespace())
              .withName("forbidden")
              .explain();
      assertThat(explanation.cause()).isEqualTo(Cause.UPGRADING);
      assertThat(explanation.sentence()).contains("the pods themselves could not be seen");
      assertThat(explanation.unseen())
          .extracting(Unseen::permission)
          .containsExactlyInAnyOrder(
              "get batchreleases.rollouts.kruise.io",
              "list deployments.apps",
              "list replicasets.apps",
              "list pods",
              "list events");
      assertThat(explanation.unseen()).allMatch(each -> each.why() == Unseen.Why.FORBIDDEN);
      assertThat(explanation.text()).contains("not seen: ", "pods (forbidden");
    }
  }

  private void role(KubernetesClient client) {
    client
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName("narrow")
                .withNamespace(cluster().namespace())
                .endMetadata()
                .withRules(
                    new PolicyRuleBuilder()
                        .withApiGroups("rollouts.kruise.io")
                        .withResources("rollouts")
                        .withVerbs("get")
                        .build(),
                    new PolicyRuleBuilder()
                        .withApiGroups("apps")
                        .withResources("deployments")
                        .withVerbs("get")
                        .build())
                .build())
        .create();
    client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("narrow")
                .withNamespace(cluster().namespace())
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "narrow")
                .addNewSubject("", "ServiceAccount", "narrow", cluster().namespace())
                .build())
        .create();
  }
}
