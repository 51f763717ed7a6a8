// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import java.util.List;

/** A container's probes and hooks. (core/validation, validateProbe and validateLifecycle) */
final class Probes {
  private static final List<String> OF_PROBES = List.of("exec", "httpGet", "tcpSocket", "grpc");
  private static final List<String> OF_HOOKS = List.of("exec", "httpGet", "tcpSocket", "sleep");

  private Probes() {}

  /** The probes of a container that runs on. */
  static void probes(Part container, Part graceSeconds) {
    for (String kind : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (!container.has(kind)) {
        continue;
      }
      Part probe = container.at(kind);
      probe(probe, graceSeconds);
      if (!kind.equals("readinessProbe")) {
        Part threshold = probe.at("successThreshold");
        if (threshold.number() != 1) {
          threshold.invalidNumber("must be 1");
        }
      } else if (probe.has("terminationGracePeriodSeconds")) {
        probe.at("terminationGracePeriodSeconds").invalid("must not be set for readinessProbes");
      }
    }
  }

  private static void probe(Part probe, Part graceSeconds) {
    handler(probe, OF_PROBES, graceSeconds);
    probe.nonNegative(
        "initialDelaySeconds",
        "timeoutSeconds",
        "periodSeconds",
        "successThreshold",
        "failureThreshold");
    Part grace = probe.at("terminationGracePeriodSeconds");
    if (grace.present() && grace.number() <= 0) {
      grace.invalid("must be greater than 0");
    }
  }

  /** What is done when a container has started and before it stops. */
  static void lifecycle(Part container, Part graceSeconds) {
    for (String kind : List.of("postStart", "preStop")) {
      Part hook = container.at("lifecycle", kind);
      if (hook.present()) {
        handler(hook, OF_HOOKS, graceSeconds);
      }
    }
  }

  private static void handler(Part parent, List<String> kinds, Part graceSeconds) {
    int found = 0;
    for (String kind : kinds) {
      if (!parent.has(kind)) {
        continue;
      }
      Part handler = parent.at(kind);
      if (found++ > 0) {
        handler.forbidden("may not specify more than 1 handler type");
        continue;
      }
      switch (kind) {
        case "exec" -> {
          if (handler.value().path("command").isEmpty()) {
            handler.at("command").required();
          }
        }
        case "httpGet" -> httpGet(handler);
        case "sleep" -> sleep(handler.at("seconds").called(handler.path()), graceSeconds);
        default -> port(handler.at("port"));
      }
    }
    if (found == 0) {
      parent.required("must specify a handler type");
    }
  }

  private static void httpGet(Part action) {
    port(action.at("port"));
    action.at("scheme").oneOf(List.of("HTTP", "HTTPS"));
    for (Part header : action.each("httpHeaders")) {
      String name = header.text("name");
      for (String problem : Forms.header(name)) {
        action.at("httpHeaders").invalidGo('"' + name + '"', problem);
      }
    }
  }

  /** ValidatePortNumOrName. */
  static void port(Part port) {
    if (port.value().isTextual()) {
      port.invalid(Forms.portName(port.text()));
    } else {
      Forms.port(port.number()).forEach(port::invalidNumber);
    }
  }

  private static void sleep(Part seconds, Part graceSeconds) {
    if (seconds.number() < 0 || seconds.number() > graceSeconds.number()) {
      seconds.invalidNumber(
          "must be non-negative and less than terminationGracePeriodSeconds ("
              + graceSeconds.number()
              + ")");
    }
  }
}
