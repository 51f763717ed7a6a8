// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import java.util.List;
import java.util.Locale;

/** A container's environment. (core/validation, ValidateEnv and ValidateEnvFrom) */
final class EnvVars {
  private static final List<String> FIELDS =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");

  private static final List<String> RESOURCES =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");

  private static final List<String> SOURCES =
      List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef");

  private EnvVars() {}

  static void env(Part container) {
    for (Part variable : container.each("env")) {
      Part name = variable.at("name");
      if (name.text().isEmpty()) {
        name.required();
      } else {
        name.invalid(Forms.variable(name.text()));
      }
      if (variable.has("valueFrom")) {
        valueFrom(variable.at("valueFrom"), variable.text("value"));
      }
    }
  }

  private static void valueFrom(Part from, String value) {
    if (from.has("fieldRef")) {
      fieldRef(from.at("fieldRef"));
    }
    if (from.has("resourceFieldRef")) {
      resourceFieldRef(from.at("resourceFieldRef"));
    }
    if (from.has("configMapKeyRef")) {
      keyRef(from.at("configMapKeyRef"));
    }
    if (from.has("secretKeyRef")) {
      keyRef(from.at("secretKeyRef"));
    }
    long sources = SOURCES.stream().filter(from::has).count();
    if (sources == 0) {
      from.invalidGo(
          "\"\"",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or"
              + " `secretKeyRef`");
    } else if (!value.isEmpty()) {
      from.invalidGo("\"\"", "may not be specified when `value` is not empty");
    } else if (sources > 1) {
      from.invalidGo("\"\"", "may not have more than one field specified at a time");
    }
  }

  private static void fieldRef(Part reference) {
    Part path = reference.at("fieldPath");
    if (path.text().isEmpty()) {
      path.required();
      return;
    }
    String text = path.text();
    int subscript = text.endsWith("']") ? text.indexOf("['") : -1;
    if (subscript > 0) {
      subscript(reference, text, subscript);
    } else if (text.equals("metadata.labels") || text.equals("metadata.annotations")) {
      path.notSupported(FIELDS);
    } else if (!FIELDS.contains(text)) {
      path.invalid("error converting fieldPath: field label not supported: " + text);
    }
  }

  private static void subscript(Part reference, String whole, int subscript) {
    String key = whole.substring(subscript + 2, whole.length() - 2);
    switch (whole.substring(0, subscript)) {
      case "metadata.annotations" -> qualified(reference, key.toLowerCase(Locale.ROOT));
      case "metadata.labels" -> qualified(reference, key);
      default ->
          reference
              .at("fieldPath")
              .invalid(
                  "error converting fieldPath: field label does not support subscript: " + whole);
    }
  }

  private static void qualified(Part reference, String key) {
    for (String problem : QualifiedNames.problems(key)) {
      reference.invalidGo('"' + key + '"', problem);
    }
  }

  private static void resourceFieldRef(Part reference) {
    Part resource = reference.at("resource");
    if (resource.text().isEmpty()) {
      resource.required();
    } else if (!RESOURCES.contains(resource.text())
        && !resource.text().startsWith("limits.hugepages-")
        && !resource.text().startsWith("requests.hugepages-")) {
      resource.notSupported(RESOURCES);
    }
  }

  private static void keyRef(Part reference) {
    Part name = reference.at("name");
    name.invalid(QualifiedNames.subdomainProblems(name.text()));
    Part key = reference.at("key");
    if (key.text().isEmpty()) {
      key.required();
    } else {
      key.invalid(Forms.configKey(key.text()));
    }
  }

  static void envFrom(Part container) {
    Part all = container.at("envFrom");
    for (Part source : container.each("envFrom")) {
      Part prefix = source.at("prefix");
      prefix.invalid(Forms.variable(prefix.text()));
      for (String kind : List.of("configMapRef", "secretRef")) {
        if (source.has(kind)) {
          reference(source.at(kind, "name"));
        }
      }
      boolean map = source.has("configMapRef");
      if (!map && !source.has("secretRef")) {
        all.invalidGo("\"\"", "must specify one of: `configMapRef` or `secretRef`");
      } else if (map && source.has("secretRef")) {
        all.invalidGo("\"\"", "may not have more than one field specified at a time");
      }
    }
  }

  private static void reference(Part name) {
    if (name.text().isEmpty()) {
      name.required();
    } else {
      name.invalid(QualifiedNames.subdomainProblems(name.text()));
    }
  }
}
