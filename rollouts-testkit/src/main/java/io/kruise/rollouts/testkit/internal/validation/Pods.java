// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.GoText;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.TreeSet;

/** Pods of their own. (core/validation, ValidatePodCreate and ValidatePodUpdate) */
final class Pods {
  private static final String CHANGEABLE =
      "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
          + "`spec.tolerations` (only additions to existing tolerations),"
          + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously"
          + " negative)";

  private static final List<String> LISTS = List.of("containers", "initContainers");

  private Pods() {}

  static void create(Part object) {
    spec(object);
    Part spec = object.at("spec");
    if (!spec.value().path("ephemeralContainers").isEmpty()) {
      spec.at("ephemeralContainers").forbidden("cannot be set on create");
    }
    if (!spec.text("nodeName").isEmpty() && !spec.value().path("schedulingGates").isEmpty()) {
      spec.at("nodeName").forbidden("cannot be set until all schedulingGates have been cleared");
    }
  }

  private static void spec(Part object) {
    PodSpecs.spec(object.at("spec"), true);
    for (String list : LISTS) {
      object.at("spec").each(list).forEach(Pods::trimmed);
    }
  }

  private static void trimmed(Part container) {
    Part image = container.at("image");
    if (!image.text().equals(image.text().strip())) {
      image.invalid("must not have leading or trailing whitespace");
    }
  }

  /** ValidateContainerUpdates says once more what was said of the images. */
  private static void images(List<Part> containers) {
    for (Part container : containers) {
      if (container.text("image").isEmpty()) {
        container.at("image").required();
      }
      trimmed(container);
    }
  }

  static void update(Part object, ObjectNode before) {
    spec(object);
    Part spec = object.at("spec");
    JsonNode old = before.path("spec");
    for (String list : LISTS) {
      if (spec.value().path(list).size() != old.path(list).size()) {
        spec.at(list).forbidden("pod updates may not add or remove containers");
        return;
      }
      images(spec.each(list));
    }
    if (!deadline(spec.at("activeDeadlineSeconds"), old.path("activeDeadlineSeconds"))) {
      return;
    }
    tolerations(spec, old.path("tolerations"));
    JsonNode kept = withChangeable(spec.value(), old);
    if (!kept.equals(old)) {
      spec.forbidden(
          "pod updates may not change fields other than " + CHANGEABLE + "\n" + changes(old, kept));
    }
  }

  /** Whether there is more to say after it. */
  private static boolean deadline(Part deadline, JsonNode before) {
    if (!deadline.present()) {
      if (before.isNumber()) {
        deadline.invalidGo("\"null\"", "must not update from a positive integer to nil value");
      }
      return true;
    }
    if (deadline.number() < 0 || deadline.number() > Integer.MAX_VALUE) {
      deadline.invalid(Forms.between(0, Integer.MAX_VALUE));
      return false;
    }
    if (before.isNumber() && before.asLong() < deadline.number()) {
      deadline.invalid("must be less than or equal to previous value");
      return false;
    }
    return true;
  }

  /** validateOnlyAddedTolerations; of a toleration only the seconds may change. */
  private static void tolerations(Part spec, JsonNode before) {
    List<JsonNode> now =
        Json.items(spec.value().path("tolerations")).stream().map(Pods::timeless).toList();
    for (JsonNode old : before) {
      if (!now.contains(timeless(old))) {
        spec.at("tolerations")
            .forbidden("existing toleration can not be modified except its tolerationSeconds");
        return;
      }
    }
  }

  private static JsonNode timeless(JsonNode toleration) {
    return ((ObjectNode) toleration.deepCopy()).without("tolerationSeconds");
  }

  /** The new spec with the old values of what may change. */
  private static JsonNode withChangeable(JsonNode spec, JsonNode before) {
    if (spec.equals(before)) {
      return before;
    }
    ObjectNode kept = spec.deepCopy();
    for (String field : List.of("activeDeadlineSeconds", "tolerations", "schedulingGates")) {
      keep(field, kept, before);
    }
    if (before.path("terminationGracePeriodSeconds").asLong() < 0
        && kept.path("terminationGracePeriodSeconds").asLong() == 1) {
      keep("terminationGracePeriodSeconds", kept, before);
    }
    for (String list : LISTS) {
      for (int i = 0; i < kept.path(list).size(); i++) {
        ObjectNode container = (ObjectNode) kept.path(list).path(i);
        keep("image", container, before.path(list).path(i));
      }
    }
    return kept;
  }

  private static void keep(String field, ObjectNode object, JsonNode before) {
    if (before.has(field)) {
      object.set(field, before.path(field));
    } else {
      object.remove(field);
    }
  }

  /** Upstream shows Go values here; this shows the fields that differ. */
  private static String changes(JsonNode before, JsonNode after) {
    StringBuilder text = new StringBuilder();
    TreeSet<String> fields = new TreeSet<>();
    before.fieldNames().forEachRemaining(fields::add);
    after.fieldNames().forEachRemaining(fields::add);
    for (String field : fields) {
      if (!before.path(field).equals(after.path(field))) {
        text.append("- \t").append(field).append(": ").append(GoText.syntax(before.path(field)));
        text.append("\n+ \t").append(field).append(": ").append(GoText.syntax(after.path(field)));
        text.append('\n');
      }
    }
    return text.toString();
  }
}
