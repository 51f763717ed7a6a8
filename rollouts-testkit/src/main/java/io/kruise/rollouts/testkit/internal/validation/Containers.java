// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import com.fasterxml.jackson.databind.node.TextNode;
import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A pod's containers. (core/validation, validateContainers and validateInitContainers) */
final class Containers {
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final List<String> PULLS = List.of("Always", "IfNotPresent", "Never");
  private static final List<String> MESSAGES = List.of("File", "FallbackToLogsOnError");

  private Containers() {}

  static void regular(Part spec, Set<String> volumes) {
    Part containers = spec.at("containers");
    if (containers.value().isEmpty()) {
      containers.required();
      return;
    }
    Part grace = spec.at("terminationGracePeriodSeconds");
    Set<String> names = new HashSet<>();
    for (Part container : containers.each()) {
      common(container, volumes);
      if (!names.add(container.text("name"))) {
        duplicate(container);
      }
      Probes.lifecycle(container, grace);
      Probes.probes(container, grace);
      if (container.has("restartPolicy")) {
        container.at("restartPolicy").forbidden("may not be set for non-init containers");
      }
    }
    hostPorts(containers.each());
  }

  static void init(Part spec, Set<String> volumes) {
    Part grace = spec.at("terminationGracePeriodSeconds");
    Set<String> names = new HashSet<>();
    spec.each("containers").forEach(container -> names.add(container.text("name")));
    for (Part container : spec.each("initContainers")) {
      common(container, volumes);
      container.at("restartPolicy").oneOf(List.of("Always"));
      if (names.contains(container.text("name"))) {
        duplicate(container);
      } else if (container.has("name")) {
        names.add(container.text("name"));
      }
      hostPorts(List.of(container));
      if (container.text("restartPolicy").equals("Always")) {
        Probes.lifecycle(container, grace);
        Probes.probes(container, grace);
      } else {
        notForInit(container);
      }
    }
  }

  private static void notForInit(Part container) {
    for (String field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.has(field)) {
        container
            .at(field)
            .forbidden("may not be set for init containers without restartPolicy=Always");
      }
    }
  }

  private static void duplicate(Part container) {
    Part name = container.at("name");
    name.showing(TextNode.valueOf(name.text())).duplicate();
  }

  /** validateContainerCommon. */
  private static void common(Part container, Set<String> volumes) {
    Part name = container.at("name");
    if (name.text().isEmpty()) {
      name.required();
    } else {
      name.invalid(QualifiedNames.labelProblems(name.text()));
    }
    if (container.text("image").isEmpty()) {
      container.at("image").required();
    }
    container.at("terminationMessagePolicy").oneOf(MESSAGES);
    ports(container);
    EnvVars.env(container);
    EnvVars.envFrom(container);
    Volumes.mounts(container, volumes);
    container.at("imagePullPolicy").oneOf(PULLS);
    if (container.has("resources")) {
      Resources.requirements(container.at("resources"));
    }
    if (container.has("securityContext")) {
      Security.ofContainer(container.at("securityContext"));
    }
  }

  private static void ports(Part container) {
    Set<String> names = new HashSet<>();
    for (Part port : container.each("ports")) {
      Part name = port.at("name");
      if (name.present() && !name.text().isEmpty()) {
        List<String> problems = Forms.portName(name.text());
        name.invalid(problems);
        if (problems.isEmpty() && !names.add(name.text())) {
          name.duplicate();
        }
      }
      Part number = port.at("containerPort");
      if (number.number() == 0) {
        number.required();
      } else {
        number.invalid(Forms.port(number.number()));
      }
      Part host = port.at("hostPort");
      if (host.number() != 0) {
        host.invalid(Forms.port(host.number()));
      }
      port.at("protocol").oneOf(PROTOCOLS);
    }
  }

  /** AccumulateUniqueHostPorts. */
  private static void hostPorts(List<Part> containers) {
    Set<String> taken = new HashSet<>();
    for (Part container : containers) {
      for (Part port : container.each("ports")) {
        long host = port.number("hostPort");
        String whole = port.text("protocol") + "/" + port.text("hostIP") + "/" + host;
        if (host != 0 && !taken.add(whole)) {
          port.at("hostPort").showing(TextNode.valueOf(whole)).duplicate();
        }
      }
    }
  }
}
