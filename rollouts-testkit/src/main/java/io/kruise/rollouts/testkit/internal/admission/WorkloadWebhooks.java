// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The mutating webhooks on workloads (pkg/webhook/workload/mutating): they catch the update that is
 * a new version, hold the workload back, and note which Rollout is to release it. Only workloads
 * with the label workload-type are looked at, and only updates of the object itself.
 */
public final class WorkloadWebhooks implements Admission {
  private static final String APPS = "apps";
  private static final String KRUISE_APPS = "apps.kruise.io";
  private static final String STATEFUL_SET = "StatefulSet";

  @Override
  public void mutate(Request request) {
    @Nullable JsonNode before = request.before();
    if (request.operation() != Operation.UPDATE
        || before == null
        || !request.subresource().isEmpty()
        || !labelled(request.object())) {
      return;
    }
    String group = request.type().group();
    String kind = request.type().kind();
    if (group.equals(KRUISE_APPS) && kind.equals("CloneSet")) {
      CloneSetRelease.mutate(request, before);
    } else if (group.equals(KRUISE_APPS) && kind.equals("DaemonSet")) {
      DaemonSetRelease.mutate(request, before);
    } else if (group.equals(APPS) && kind.equals("Deployment")) {
      if (!partOfControlPlane(before) || !partOfControlPlane(request.object())) {
        DeploymentRelease.mutate(request, before);
      }
    } else if (kind.equals(STATEFUL_SET) || likeStatefulSet(request.object())) {
      StatefulSetRelease.mutate(request, before);
    }
  }

  /** The objectSelector of all four, which the handlers repeat for the new object. */
  private static boolean labelled(JsonNode workload) {
    return Meta.of(workload).path("labels").has(RolloutLabels.WORKLOAD_TYPE);
  }

  /** What the Deployments' objectSelector leaves out, when old and new object say so. */
  private static boolean partOfControlPlane(JsonNode deployment) {
    return !labelled(deployment)
        || Meta.label(deployment, "control-plane").equals("controller-manager");
  }

  private static boolean likeStatefulSet(JsonNode workload) {
    return Meta.label(workload, RolloutLabels.WORKLOAD_TYPE)
        .toLowerCase(Locale.ROOT)
        .equals("statefulset");
  }
}
