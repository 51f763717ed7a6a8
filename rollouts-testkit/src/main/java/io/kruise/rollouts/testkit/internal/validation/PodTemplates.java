// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import java.util.List;

/** The templates in workloads. (core/validation, ValidatePodTemplateSpec) */
final class PodTemplates {
  private PodTemplates() {}

  static void template(Part template) {
    // upstream leaves "metadata" out of these paths
    Selectors.labels(template.at("metadata", "labels").called(template.at("labels").path()));
    Selectors.annotations(
        template.at("metadata", "annotations").called(template.at("annotations").path()));
    PodSpecs.spec(template.at("spec"), false);
    if (!template.value().path("spec").path("ephemeralContainers").isEmpty()) {
      template
          .at("spec", "ephemeralContainers")
          .forbidden("ephemeral containers not allowed in pod template");
    }
  }

  /** What holds for pods that are replaced as often as they end. */
  static void alwaysRestarted(Part template, String kind) {
    Part policy = template.at("spec", "restartPolicy");
    if (!policy.text().equals("Always")) {
      policy.notSupported(List.of("Always"));
    }
    Part deadline = template.at("spec", "activeDeadlineSeconds");
    if (deadline.present()) {
      deadline.forbidden("activeDeadlineSeconds in " + kind + " is not Supported");
    }
  }
}
