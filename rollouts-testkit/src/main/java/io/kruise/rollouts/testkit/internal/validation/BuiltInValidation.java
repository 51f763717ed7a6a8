// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.api.ApiException.Cause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the API server says against objects of its own kinds. Stateless. */
public final class BuiltInValidation implements Admission {

  /** Nothing to say. */
  public BuiltInValidation() {}

  @Override
  public List<Cause> problems(Request request) {
    List<Cause> causes = new ArrayList<>();
    if (request.type().custom() || request.operation() == Operation.DELETE) {
      return causes;
    }
    Part object = Part.root(request.object(), causes);
    switch (request.subresource()) {
      case "", "scale" -> object(request, object);
      case "status" -> status(request.type().resource(), object.at("status"));
      default -> {
        // the path itself says what may be written through it
      }
    }
    return causes;
  }

  private static void object(Request request, Part object) {
    ObjectNode before = request.before();
    switch (request.type().resource()) {
      case "pods" -> pod(object, before);
      case "deployments.apps" -> Workloads.deployment(object, before);
      case "replicasets.apps" -> Workloads.replicaSet(object, before);
      case "statefulsets.apps" -> Workloads.statefulSet(object, before);
      case "daemonsets.apps" -> Workloads.daemonSet(object, before);
      case "services" -> Services.service(object, before);
      case "configmaps" -> Settings.configMap(object, before);
      case "secrets" -> Settings.secret(object, before);
      case "ingresses.networking.k8s.io" -> Ingresses.ingress(object, before);
      case "poddisruptionbudgets.policy" -> Budgets.budget(object);
      case "horizontalpodautoscalers.autoscaling" -> Autoscalers.autoscaler(object);
      case "jobs.batch" -> Jobs.job(object, before);
      case "cronjobs.batch" -> Jobs.cronJob(object, before);
      case "podtemplates" -> PodTemplates.template(object.at("template"));
      default -> {
        // nobody has asked for it yet
      }
    }
  }

  private static void pod(Part object, @Nullable ObjectNode before) {
    if (before == null) {
      Pods.create(object);
    } else {
      Pods.update(object, before);
    }
  }

  private static void status(String resource, Part status) {
    switch (resource) {
      case "deployments.apps" -> WorkloadStatuses.deployment(status);
      case "replicasets.apps" -> WorkloadStatuses.replicaSet(status);
      case "statefulsets.apps" -> WorkloadStatuses.statefulSet(status);
      case "daemonsets.apps" -> WorkloadStatuses.daemonSet(status);
      default -> {
        // the others' aren't judged
      }
    }
  }
}
