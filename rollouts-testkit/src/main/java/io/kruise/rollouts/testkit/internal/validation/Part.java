// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kruise.rollouts.testkit.internal.api.ApiException.Cause;
import io.kruise.rollouts.testkit.internal.api.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of an object that is judged, with the path that leads to it. What is wrong with it goes to
 * one list for the whole object.
 */
final class Part {
  private final JsonNode value;
  private final String path;
  private final List<Cause> causes;

  private Part(JsonNode value, String path, List<Cause> causes) {
    this.value = value;
    this.path = path;
    this.causes = causes;
  }

  /** A whole object, and where to write what is wrong with it. */
  static Part root(JsonNode object, List<Cause> causes) {
    return new Part(object, "", causes);
  }

  /** The part at a path of fields; it need not be there. */
  Part at(String... fields) {
    Part at = this;
    for (String field : fields) {
      at = new Part(at.value.path(field), FieldErrors.child(at.path, field), causes);
    }
    return at;
  }

  /** The same part under another path: some rules name one that isn't quite it. */
  Part called(String otherPath) {
    return new Part(value, otherPath, causes);
  }

  /** Another value under the same path. */
  Part showing(JsonNode other) {
    return new Part(other, path, causes);
  }

  /** The elements of a list. */
  List<Part> each() {
    List<Part> parts = new ArrayList<>(value.size());
    for (int i = 0; i < value.size() && value.isArray(); i++) {
      parts.add(new Part(value.path(i), path + "[" + i + "]", causes));
    }
    return parts;
  }

  /** The elements of a list in a field. */
  List<Part> each(String field) {
    return value.has(field) ? at(field).each() : List.of();
  }

  /** The values of a map by their keys; where Go goes by chance, they are in order. */
  Map<String, Part> entries() {
    Map<String, Part> entries = new TreeMap<>();
    value
        .properties()
        .forEach(
            entry ->
                entries.put(
                    entry.getKey(),
                    new Part(entry.getValue(), path + "[" + entry.getKey() + "]", causes)));
    return entries;
  }

  /** One value of a map. */
  Part key(String key) {
    return new Part(value.path(key), path + "[" + key + "]", causes);
  }

  JsonNode value() {
    return value;
  }

  String path() {
    return path;
  }

  boolean present() {
    return !value.isMissingNode() && !value.isNull();
  }

  boolean has(String field) {
    return value.hasNonNull(field);
  }

  /** As text; "" when it is absent, as in Go. */
  String text() {
    return value.asText();
  }

  String text(String field) {
    return value.path(field).asText();
  }

  /** As a number; 0 when it is absent, as in Go. */
  long number() {
    return value.asLong();
  }

  long number(String field) {
    return value.path(field).asLong();
  }

  void add(Cause cause) {
    causes.add(cause);
  }

  /** How much was said by now, in order to learn whether more was. */
  int said() {
    return causes.size();
  }

  void required() {
    required("");
  }

  void required(String detail) {
    causes.add(FieldErrors.required(path, detail));
  }

  /** A number or a text that breaks a rule. */
  void invalid(String detail) {
    JsonNode shown = value.isNumber() ? LongNode.valueOf(number()) : TextNode.valueOf(text());
    causes.add(FieldErrors.invalid(path, shown, detail));
  }

  void invalid(List<String> details) {
    details.forEach(this::invalid);
  }

  /** A number that breaks a rule, even when it is absent. */
  void invalidNumber(String detail) {
    causes.add(FieldErrors.invalid(path, LongNode.valueOf(number()), detail));
  }

  /** A value that breaks a rule, as Go prints it. */
  void invalidGo(String shown, String detail) {
    causes.add(FieldErrors.invalidGo(path, shown, detail));
  }

  void forbidden(String detail) {
    causes.add(FieldErrors.forbidden(path, detail));
  }

  void tooLong(long bytes) {
    causes.add(FieldErrors.tooLong(path, bytes));
  }

  void notFound() {
    causes.add(FieldErrors.notFound(path, TextNode.valueOf(text())));
  }

  void duplicate() {
    causes.add(FieldErrors.duplicate(path, value));
  }

  void notSupported(List<String> supported) {
    causes.add(FieldErrors.notSupported(path, TextNode.valueOf(text()), supported));
  }

  /** A text that has to be one of some, unless it is absent. */
  void oneOf(List<String> supported) {
    if (present() && !supported.contains(text())) {
      notSupported(supported);
    }
  }

  /** ValidateNonnegativeField. */
  void nonNegative() {
    if (number() < 0) {
      invalid("must be greater than or equal to 0");
    }
  }

  /** Several fields that may not be negative. */
  void nonNegative(String... fields) {
    for (String field : fields) {
      if (number(field) < 0) {
        at(field).nonNegative();
      }
    }
  }

  /** ValidateImmutableField, of a scalar. */
  void immutable(JsonNode before) {
    if (!value.equals(before)) {
      invalid("field is immutable");
    }
  }
}
