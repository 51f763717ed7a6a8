// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import io.kruise.rollouts.testkit.internal.api.FieldErrors;
import io.kruise.rollouts.testkit.internal.object.GoText;
import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The ports of Services. (core/validation, validateServicePort) */
final class ServicePorts {
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

  private ServicePorts() {}

  /** What is wrong with each. */
  static void each(Part spec) {
    Set<String> names = new HashSet<>();
    List<Part> ports = spec.each("ports");
    for (Part port : ports) {
      Part name = port.at("name");
      if (!name.text().isEmpty()) {
        name.invalid(QualifiedNames.labelProblems(name.text()));
        if (!names.add(name.text())) {
          name.duplicate();
        }
      } else if (ports.size() > 1) {
        name.required();
      }
      Part number = port.at("port");
      Forms.port(number.number()).forEach(number::invalidNumber);
      port.at("protocol").oneOf(PROTOCOLS);
      Probes.port(port.at("targetPort"));
      Part application = port.at("appProtocol");
      if (application.present()) {
        application.invalid(QualifiedNames.problems(application.text()));
      }
    }
  }

  /** What is wrong with several. */
  static void together(Part spec, String type) {
    List<Part> ports = spec.each("ports");
    Set<String> nodePorts = new HashSet<>();
    for (Part port : ports) {
      if (type.equals("ClusterIP") && port.number("nodePort") != 0) {
        port.at("nodePort").forbidden("may not be used when `type` is 'ClusterIP'");
      }
    }
    for (Part port : ports) {
      long number = port.number("nodePort");
      if (number != 0 && !nodePorts.add(port.text("protocol") + number)) {
        port.at("nodePort").duplicate();
      }
    }
    Set<String> numbers = new HashSet<>();
    for (Part port : ports) {
      if (!numbers.add(port.text("protocol") + port.number("port"))) {
        port.add(FieldErrors.duplicateGo(port.path(), shown(port)));
      }
    }
  }

  private static String shown(Part port) {
    return "core.ServicePort{Name:\"\", Protocol:"
        + GoText.quote(port.text("protocol"))
        + ", AppProtocol:(*string)(nil), Port:"
        + port.number("port")
        + ", TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:\"\"}, NodePort:0}";
  }
}
