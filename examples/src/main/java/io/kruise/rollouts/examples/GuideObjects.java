// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.CanaryStrategy;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutSpec;
import io.kruise.rollouts.model.v1beta1.RolloutStrategy;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two objects of the guide, and what is asked of them and of their pods. */
final class GuideObjects {
  static final String DEPLOYMENT = "workload-demo";
  static final String ROLLOUT = "rollouts-demo";
  static final int REPLICAS = 10;
  static final Map<String, String> POD_LABELS = Map.of("app", "demo");

  /** Marks what this program made, so that it never removes anything else. */
  static final Map<String, String> MADE_HERE =
      Map.of("app.kubernetes.io/managed-by", "rollouts-quickstart");

  private GuideObjects() {}

  static Deployment deployment(String namespace) {
    return new DeploymentBuilder()
        .withMetadata(meta(namespace, DEPLOYMENT))
        .withNewSpec()
        .withReplicas(REPLICAS)
        .withNewSelector()
        .withMatchLabels(POD_LABELS)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(POD_LABELS)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("busybox")
        .withImage("busybox:latest")
        .withCommand("/bin/sh", "-c", "sleep 100d")
        .addNewEnv()
        .withName("VERSION")
        .withValue("version-1")
        .endEnv()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  static Rollout rollout(String namespace) {
    Rollout rollout = new Rollout();
    rollout.setMetadata(meta(namespace, ROLLOUT));
    rollout.setSpec(
        RolloutSpec.builder()
            .workloadRef(
                WorkloadRef.builder()
                    .apiVersion("apps/v1")
                    .kind("Deployment")
                    .name(DEPLOYMENT)
                    .build())
            .strategy(
                RolloutStrategy.builder()
                    .canary(
                        CanaryStrategy.builder()
                            .enableExtraWorkloadForCanary(false)
                            .steps(
                                List.of(
                                    step(new IntOrString(1)),
                                    step(new IntOrString("50%")),
                                    step(new IntOrString("100%"))))
                            .build())
                    .build())
            .build());
    return rollout;
  }

  private static CanaryStep step(IntOrString replicas) {
    return CanaryStep.builder().replicas(replicas).build();
  }

  private static ObjectMeta meta(String namespace, String name) {
    return new ObjectMetaBuilder()
        .withNamespace(namespace)
        .withName(name)
        .withLabels(MADE_HERE)
        .build();
  }

  /** Whether the controller has taken note of the workload, and no release is under way. */
  static boolean isHealthy(@Nullable Rollout rollout) {
    return rollout != null && isHealthy(RolloutView.of(rollout));
  }

  static boolean isHealthy(RolloutView view) {
    return view.phase() == RolloutPhase.HEALTHY && view.style() != RolloutView.Style.NONE;
  }

  /** Whether the controller's webhook will catch a change of the workload. */
  static boolean isHeld(@Nullable Deployment deployment) {
    return deployment != null
        && deployment.getMetadata().getLabels().containsKey(RolloutLabels.WORKLOAD_TYPE);
  }

  /** Whether a pod runs version-2, is ready, and is there to stay. */
  static boolean isReadyVersion2(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && Readiness.isPodReady(pod)
        && pod.getSpec().getContainers().stream()
            .flatMap(container -> container.getEnv().stream())
            .anyMatch(env -> env.getName().equals("VERSION") && "version-2".equals(env.getValue()));
  }
}
