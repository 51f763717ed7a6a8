// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import java.util.List;
import java.util.Set;

/** What a pod or a template says of a pod. (core/validation, ValidatePodSpec) */
final class PodSpecs {
  private static final List<String> RESTARTS = List.of("Always", "OnFailure", "Never");
  private static final List<String> DNS =
      List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
  private static final List<String> EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
  private static final List<String> OPERATORS = List.of("Equal", "Exists");

  private PodSpecs() {}

  /**
   * Judges a pod spec.
   *
   * @param spec with its path
   * @param ofPod whether it is a pod's own, not a template's
   */
  static void spec(Part spec, boolean ofPod) {
    Set<String> volumes = Volumes.volumes(spec);
    Containers.regular(spec, volumes);
    Containers.init(spec, volumes);
    hostNetwork(spec, ofPod);
    spec.at("restartPolicy").oneOf(RESTARTS);
    spec.at("dnsPolicy").oneOf(DNS);
    Selectors.labels(spec.at("nodeSelector"));
    if (spec.has("securityContext")) {
      Security.ofPod(spec.at("securityContext"));
    }
    if (spec.has("affinity")) {
      Placement.affinity(spec.at("affinity"));
    }
    dnsConfig(spec);
    for (Part gate : spec.each("readinessGates")) {
      Part type = gate.at("conditionType");
      type.invalid(QualifiedNames.problems(type.text()));
    }
    Placement.spread(spec);
    named(spec.at("serviceAccountName"));
    named(spec.at("nodeName"));
    Part deadline = spec.at("activeDeadlineSeconds");
    if (deadline.present() && (deadline.number() < 1 || deadline.number() > Integer.MAX_VALUE)) {
      deadline.invalid(Forms.between(1, Integer.MAX_VALUE));
    }
    label(spec.at("hostname"));
    label(spec.at("subdomain"));
    spec.each("tolerations").forEach(PodSpecs::toleration);
    for (Part alias : spec.each("hostAliases")) {
      Part address = alias.at("ip");
      address.invalid(Forms.address(address.text()));
      for (Part name : alias.each("hostnames")) {
        for (String problem : QualifiedNames.subdomainProblems(name.text())) {
          alias.at("hostnames").showing(name.value()).invalid(problem);
        }
      }
    }
    named(spec.at("priorityClassName"));
    named(spec.at("runtimeClassName"));
    spec.at("preemptionPolicy").oneOf(List.of("PreemptLowerPriority", "Never"));
  }

  private static void hostNetwork(Part spec, boolean ofPod) {
    if (!spec.value().path("hostNetwork").asBoolean()) {
      return;
    }
    for (Part container : spec.each("containers")) {
      for (Part port : container.each("ports")) {
        long host = port.number("hostPort");
        if ((ofPod || host != 0) && host != port.number("containerPort")) {
          port.at("hostPort")
              .invalidNumber("must match `containerPort` when `hostNetwork` is true");
        }
      }
    }
  }

  private static void dnsConfig(Part spec) {
    if (spec.text("dnsPolicy").equals("None")) {
      Part config = spec.at("dnsConfig");
      if (!config.present()) {
        config.required("must provide `dnsConfig` when `dnsPolicy` is None");
      } else if (config.value().path("nameservers").isEmpty()) {
        config
            .at("nameservers")
            .required("must provide at least one DNS nameserver when `dnsPolicy` is None");
      }
    }
    for (Part server : spec.at("dnsConfig").each("nameservers")) {
      server.invalid(Forms.address(server.text()));
    }
  }

  private static void named(Part name) {
    if (!name.text().isEmpty()) {
      name.invalid(QualifiedNames.subdomainProblems(name.text()));
    }
  }

  private static void label(Part name) {
    if (!name.text().isEmpty()) {
      name.invalid(QualifiedNames.labelProblems(name.text()));
    }
  }

  private static void toleration(Part toleration) {
    Part key = toleration.at("key");
    Part operator = toleration.at("operator");
    if (!key.text().isEmpty()) {
      key.invalid(QualifiedNames.problems(key.text()));
    } else if (!operator.text().equals("Exists")) {
      operator.invalid(
          "operator must be Exists when `key` is empty, which means \"match all values and all"
              + " keys\"");
    }
    Part effect = toleration.at("effect");
    if (toleration.has("tolerationSeconds") && !effect.text().equals("NoExecute")) {
      effect.invalid("effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    Part value = toleration.at("value").called(operator.path());
    switch (operator.text()) {
      case "Equal", "" -> {
        List<String> problems = QualifiedNames.labelValueProblems(value.text());
        if (!problems.isEmpty()) {
          value.invalid(String.join(";", problems));
        }
      }
      case "Exists" -> {
        if (!value.text().isEmpty()) {
          value.invalid("value must be empty when `operator` is 'Exists'");
        }
      }
      default -> operator.notSupported(OPERATORS);
    }
    if (!effect.text().isEmpty()) {
      effect.oneOf(EFFECTS);
    }
  }
}
