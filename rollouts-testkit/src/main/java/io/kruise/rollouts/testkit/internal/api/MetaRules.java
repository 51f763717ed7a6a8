// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What metadata has to obey. Source: apimachinery, pkg/api/validation/objectmeta.go
 * (ValidateObjectMetaAccessor, ValidateObjectMetaAccessorUpdate).
 */
final class MetaRules {
  private static final int ANNOTATIONS_LIMIT = 256 * 1024;

  private MetaRules() {}

  /**
   * Judges a new object's metadata.
   *
   * @param type its type
   * @param object the object
   * @return what is wrong
   */
  static List<ApiException.Cause> created(ResourceType type, ObjectNode object) {
    List<ApiException.Cause> causes = new ArrayList<>();
    String name = Meta.name(object);
    if (name.isEmpty()) {
      causes.add(
          new ApiException.Cause(
              "FieldValueRequired",
              "Required value: name or generateName is required",
              "metadata.name"));
    } else {
      NameRules.problems(type, name)
          .forEach(problem -> causes.add(invalid("metadata.name", name, problem)));
    }
    common(object, causes);
    finalizers(object, causes);
    return causes;
  }

  /**
   * Judges a change of metadata.
   *
   * @param type the type
   * @param before as stored
   * @param object as it would be stored
   * @return what is wrong
   */
  static List<ApiException.Cause> updated(ResourceType type, ObjectNode before, ObjectNode object) {
    List<ApiException.Cause> causes = new ArrayList<>();
    common(object, causes);
    finalizers(object, causes);
    if (Meta.deleting(before)) {
      List<String> added = Meta.finalizers(object);
      added.removeAll(Meta.finalizers(before));
      if (!added.isEmpty()) {
        causes.add(
            new ApiException.Cause(
                "FieldValueForbidden",
                "Forbidden: no new finalizers can be added if the object is being deleted, found"
                    + " new finalizers []string{\""
                    + String.join("\", \"", added.stream().sorted().toList())
                    + "\"}",
                "metadata.finalizers"));
      }
    }
    for (String field : List.of("name", "namespace", "uid")) {
      JsonNode value = Meta.of(object).path(field);
      if (!value.asText().equals(Meta.of(before).path(field).asText())) {
        causes.add(invalid("metadata." + field, value.asText(), "field is immutable"));
      }
    }
    return causes;
  }

  private static void common(ObjectNode object, List<ApiException.Cause> causes) {
    for (Map.Entry<String, JsonNode> label : Meta.of(object).path("labels").properties()) {
      QualifiedNames.problems(label.getKey())
          .forEach(problem -> causes.add(invalid("metadata.labels", label.getKey(), problem)));
      String value = label.getValue().asText();
      QualifiedNames.labelValueProblems(value)
          .forEach(problem -> causes.add(invalid("metadata.labels", value, problem)));
    }
    long size = 0;
    for (Map.Entry<String, JsonNode> each : Meta.of(object).path("annotations").properties()) {
      QualifiedNames.problems(each.getKey().toLowerCase(Locale.ROOT))
          .forEach(problem -> causes.add(invalid("metadata.annotations", each.getKey(), problem)));
      size += each.getKey().length() + each.getValue().asText().length();
    }
    if (size > ANNOTATIONS_LIMIT) {
      causes.add(
          new ApiException.Cause(
              "FieldValueTooLong",
              "Too long: may not be more than " + ANNOTATIONS_LIMIT + " bytes",
              "metadata.annotations"));
    }
  }

  private static void finalizers(ObjectNode object, List<ApiException.Cause> causes) {
    for (String finalizer : Meta.finalizers(object)) {
      QualifiedNames.problems(finalizer)
          .forEach(problem -> causes.add(invalid("metadata.finalizers", finalizer, problem)));
    }
  }

  private static ApiException.Cause invalid(String field, String value, String problem) {
    return new ApiException.Cause(
        "FieldValueInvalid", "Invalid value: \"" + value + "\": " + problem, field);
  }
}
