// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ingresses. (networking/validation, ValidateIngressCreate and ValidateIngressUpdate) */
final class Ingresses {
  private static final String CLASS = "kubernetes.io/ingress.class";
  private static final List<String> PATH_TYPES =
      List.of("Exact", "ImplementationSpecific", "Prefix");
  private static final List<String> BAD_PARTS = List.of("//", "/./", "/../", "%2f", "%2F");
  private static final List<String> BAD_ENDS = List.of("/..", "/.");

  private Ingresses() {}

  static void ingress(Part object, @Nullable ObjectNode before) {
    Part spec = object.at("spec");
    boolean rules = !spec.value().path("rules").isEmpty();
    if (!rules && !spec.has("defaultBackend")) {
      spec.invalidGo(
          "[]networking.IngressRule(nil)", "either `defaultBackend` or `rules` must be specified");
    }
    if (spec.has("defaultBackend")) {
      backend(spec.at("defaultBackend"));
    }
    spec.each("rules").forEach(Ingresses::rule);
    spec.each("tls").forEach(Ingresses::tls);
    Part name = spec.at("ingressClassName");
    if (name.present()) {
      name.invalid(QualifiedNames.subdomainProblems(name.text()));
    }
    Part old = object.at("metadata", "annotations").at(CLASS);
    if (before == null && old.present() && name.present() && !old.text().equals(name.text())) {
      old.called("annotations." + CLASS)
          .invalid("must match `ingressClassName` when both are specified");
    }
  }

  private static void rule(Part rule) {
    Part host = rule.at("host");
    if (!host.text().isEmpty()) {
      if (Forms.isAddress(host.text())) {
        host.invalid("must be a DNS name, not an IP address");
      }
      host(host);
    }
    if (!rule.has("http")) {
      return;
    }
    Part paths = rule.at("http", "paths");
    if (paths.value().isEmpty()) {
      paths.required();
    }
    paths.each().forEach(Ingresses::path);
  }

  private static void host(Part host) {
    host.invalid(
        host.text().contains("*")
            ? Forms.wildcard(host.text())
            : QualifiedNames.subdomainProblems(host.text()));
  }

  private static void tls(Part tls) {
    tls.each("hosts").forEach(Ingresses::host);
    Part secret = tls.at("secretName");
    if (!secret.text().isEmpty()) {
      secret.invalid(QualifiedNames.subdomainProblems(secret.text()));
    }
  }

  private static void path(Part path) {
    Part type = path.at("pathType");
    if (type.text().isEmpty() && !type.present()) {
      type.required("pathType must be specified");
      return;
    }
    Part text = path.at("path");
    switch (type.text()) {
      case "Exact", "Prefix" -> {
        absolute(text);
        BAD_PARTS.stream()
            .filter(text.text()::contains)
            .forEach(bad -> text.invalid("must not contain '" + bad + "'"));
        BAD_ENDS.stream()
            .filter(text.text()::endsWith)
            .forEach(bad -> text.invalid("cannot end with '" + bad + "'"));
      }
      case "ImplementationSpecific" -> {
        if (!text.text().isEmpty()) {
          absolute(text);
        }
      }
      default -> type.notSupported(PATH_TYPES);
    }
    backend(path.at("backend"));
  }

  private static void absolute(Part path) {
    if (!path.text().startsWith("/")) {
      path.invalid("must be an absolute path");
    }
  }

  private static void backend(Part backend) {
    boolean service = backend.has("service");
    if (service && backend.has("resource")) {
      backend.invalidGo("\"\"", "cannot set both resource and service backends");
    } else if (backend.has("resource")) {
      resource(backend.at("resource"));
    } else if (service) {
      service(backend, backend.at("service"));
    } else {
      backend.invalidGo("\"\"", "resource or service backend is required");
    }
  }

  private static void resource(Part resource) {
    Part group = resource.at("apiGroup");
    if (group.present()) {
      group.invalid(QualifiedNames.subdomainProblems(group.text()));
    }
    for (String field : List.of("kind", "name")) {
      Part text = resource.at(field);
      if (text.text().isEmpty()) {
        text.required(field + " is required");
      } else {
        text.invalid(QualifiedNames.pathSegmentProblems(text.text()));
      }
    }
  }

  private static void service(Part backend, Part service) {
    Part name = service.at("name");
    if (name.text().isEmpty()) {
      name.required();
    } else {
      name.invalid(QualifiedNames.label1035Problems(name.text()));
    }
    Part portName = service.at("port", "name");
    Part number = service.at("port", "number");
    boolean named = !portName.text().isEmpty();
    if (named && number.number() != 0) {
      backend.invalidGo("\"\"", "cannot set both port name & port number");
    } else if (named) {
      portName.invalid(Forms.portName(portName.text()));
    } else if (number.number() != 0) {
      number.invalid(Forms.port(number.number()));
    } else {
      backend.required("port name or number is required");
    }
  }
}
