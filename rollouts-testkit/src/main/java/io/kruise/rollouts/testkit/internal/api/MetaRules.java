// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What metadata has to obey. Source: apimachinery, pkg/api/validation/objectmeta.go. The real
 * server judges a change up to three times over and repeats what it finds; so does this.
 */
final class MetaRules {
  private static final List<String> JUDGED = List.of("labels", "annotations", "ownerReferences");

  private static final int ANNOTATIONS_LIMIT = 256 * 1024;
  private static final Set<String> STANDARD_FINALIZERS =
      Set.of("kubernetes", "orphan", "foregroundDeletion");
  private static final DateTimeFormatter GO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss +0000 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private MetaRules() {}

  /**
   * Judges a new object's metadata (ValidateObjectMetaAccessor).
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
    keysAndOwners(object, causes);
    finalizers(type, object, causes);
    return causes;
  }

  /**
   * Judges a change of metadata (validateCommonFields, and the type's own ValidateUpdate).
   *
   * @param type the type
   * @param before as stored
   * @param object as it would be stored
   * @return what is wrong
   */
  static List<ApiException.Cause> updated(ResourceType type, ObjectNode before, ObjectNode object) {
    List<ApiException.Cause> causes = new ArrayList<>();
    // what is as it was has been judged
    boolean judged = JUDGED.stream().allMatch(field -> same(field, before, object));
    List<ApiException.Cause> ofKeys = new ArrayList<>();
    if (!judged) {
      keysAndOwners(object, ofKeys);
    }
    causes.addAll(ofKeys);
    if (!same("finalizers", before, object)) {
      finalizers(type, object, causes);
    }
    changed(before, object, causes);
    causes.addAll(ofKeys);
    changed(before, object, causes);
    causes.addAll(ofKeys);
    return causes;
  }

  /** ValidateObjectMetaAccessorUpdate. */
  private static void changed(
      ObjectNode before, ObjectNode object, List<ApiException.Cause> causes) {
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
    if (!Meta.deleting(before) && Meta.deleting(object)) {
      causes.add(
          new ApiException.Cause(
              "FieldValueInvalid",
              "Invalid value: "
                  + goTime(Meta.of(object).path("deletionTimestamp").asText())
                  + ": field is immutable",
              "metadata.deletionTimestamp"));
    }
  }

  private static boolean same(String field, ObjectNode before, ObjectNode object) {
    return Meta.of(before).path(field).equals(Meta.of(object).path(field));
  }

  private static String goTime(String time) {
    try {
      return GO_TIME.format(Instant.parse(time));
    } catch (DateTimeParseException e) {
      return time;
    }
  }

  private static void keysAndOwners(ObjectNode object, List<ApiException.Cause> causes) {
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
    OwnerRules.judge(object, causes);
  }

  private static void finalizers(
      ResourceType type, ObjectNode object, List<ApiException.Cause> causes) {
    List<String> finalizers = Meta.finalizers(object);
    for (String finalizer : finalizers) {
      QualifiedNames.problems(finalizer)
          .forEach(problem -> causes.add(invalid("metadata.finalizers", finalizer, problem)));
    }
    for (int i = 0; i < finalizers.size() && !type.custom(); i++) {
      String finalizer = finalizers.get(i);
      if (!finalizer.contains("/") && !STANDARD_FINALIZERS.contains(finalizer)) {
        causes.add(
            invalid(
                "metadata.finalizers[" + i + "]",
                finalizer,
                "name is neither a standard finalizer name nor is it fully qualified"));
      }
    }
  }

  /**
   * What a client is warned of (apiextensions-apiserver, pkg/registry/customresource, strategy.go,
   * generateWarningsFromObj).
   *
   * @param type the type
   * @param before as stored, empty for a creation
   * @param object as written
   * @return the warnings
   */
  static List<String> warnings(ResourceType type, ObjectNode before, ObjectNode object) {
    List<String> added = Meta.finalizers(object);
    added.removeAll(Meta.finalizers(before));
    return added.stream()
        .filter(each -> type.custom() && !each.contains("/") && !STANDARD_FINALIZERS.contains(each))
        .sorted()
        .map(
            each ->
                "metadata.finalizers: \""
                    + each
                    + "\": prefer a domain-qualified finalizer name "
                    + (each.contains(".") ? "including a path (/) " : "")
                    + "to avoid accidental conflicts with other finalizer writers")
        .toList();
  }

  private static ApiException.Cause invalid(String field, String value, String problem) {
    return new ApiException.Cause(
        "FieldValueInvalid", "Invalid value: \"" + value + "\": " + problem, field);
  }
}
