// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kruise.rollouts.testkit.internal.api.ApiException.Cause;
import io.kruise.rollouts.testkit.internal.object.GoText;
import java.util.List;

/**
 * What can be wrong with a field, in the words of Kubernetes.
 * (k8s.io/apimachinery/pkg/util/validation/field/errors.go)
 */
public final class FieldErrors {
  private FieldErrors() {}

  /**
   * A value is missing.
   *
   * @param field the path
   * @param detail why it is needed; "" for nothing
   * @return the cause
   */
  public static Cause required(String field, String detail) {
    return cause("FieldValueRequired", field, "Required value", detail);
  }

  /**
   * A value breaks a rule.
   *
   * @param field the path
   * @param value the value
   * @param detail the rule
   * @return the cause
   */
  public static Cause invalid(String field, JsonNode value, String detail) {
    return cause("FieldValueInvalid", field, "Invalid value: " + shown(value), detail);
  }

  /**
   * A text breaks a rule.
   *
   * @param field the path
   * @param value the text
   * @param detail the rule
   * @return the cause
   */
  public static Cause invalid(String field, String value, String detail) {
    return invalid(field, TextNode.valueOf(value), detail);
  }

  /**
   * A value of a Go type of its own breaks a rule.
   *
   * @param field the path
   * @param shown the value as Go prints it
   * @param detail the rule
   * @return the cause
   */
  public static Cause invalidGo(String field, String shown, String detail) {
    return cause("FieldValueInvalid", field, "Invalid value: " + shown, detail);
  }

  /**
   * A value names something that isn't there.
   *
   * @param field the path
   * @param value the value
   * @return the cause
   */
  public static Cause notFound(String field, JsonNode value) {
    return cause("FieldValueNotFound", field, "Not found: " + shown(value), "");
  }

  /**
   * A value is of the wrong type.
   *
   * @param field the path
   * @param type what it is
   * @param detail what it should be
   * @return the cause
   */
  public static Cause typeInvalid(String field, String type, String detail) {
    return cause("FieldValueTypeInvalid", field, "Invalid value: " + GoText.quote(type), detail);
  }

  /**
   * A value is none of those allowed.
   *
   * @param field the path
   * @param value the value
   * @param supported those allowed
   * @return the cause
   */
  public static Cause notSupported(String field, JsonNode value, List<String> supported) {
    return cause(
        "FieldValueNotSupported",
        field,
        "Unsupported value: " + shown(value),
        supported.isEmpty() ? "" : "supported values: " + GoText.quoteAll(supported));
  }

  /**
   * A value of a Go type of its own is none of those allowed.
   *
   * @param field the path
   * @param shown the value as Go prints it
   * @param supported those allowed
   * @return the cause
   */
  public static Cause notSupportedGo(String field, String shown, List<String> supported) {
    return cause(
        "FieldValueNotSupported",
        field,
        "Unsupported value: " + shown,
        "supported values: " + GoText.quoteAll(supported));
  }

  /**
   * A value is there twice.
   *
   * @param field the path of the second one
   * @param value the value
   * @return the cause
   */
  public static Cause duplicate(String field, JsonNode value) {
    return cause("FieldValueDuplicate", field, "Duplicate value: " + shown(value), "");
  }

  /**
   * A value of a Go type of its own is there twice.
   *
   * @param field the path of the second one
   * @param shown the value as Go prints it
   * @return the cause
   */
  public static Cause duplicateGo(String field, String shown) {
    return cause("FieldValueDuplicate", field, "Duplicate value: " + shown, "");
  }

  /**
   * A value may not be there, or may not be changed.
   *
   * @param field the path
   * @param detail why
   * @return the cause
   */
  public static Cause forbidden(String field, String detail) {
    return cause("FieldValueForbidden", field, "Forbidden", detail);
  }

  /**
   * A text is too long.
   *
   * @param field the path
   * @param bytes how long it may be
   * @return the cause
   */
  public static Cause tooLong(String field, long bytes) {
    return cause(
        "FieldValueTooLong", field, "Too long", "may not be more than " + bytes + " bytes");
  }

  /**
   * A list or map has too many entries.
   *
   * @param field the path
   * @param actual how many it has
   * @param most how many it may have
   * @return the cause
   */
  public static Cause tooMany(String field, long actual, long most) {
    return cause(
        "FieldValueTooMany", field, "Too many: " + actual, "must have at most " + most + " items");
  }

  /**
   * The path of a field inside another.
   *
   * @param path the outer path; "" for the object itself
   * @param field the field
   * @return such as "spec.replicas"
   */
  public static String child(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private static Cause cause(String reason, String field, String body, String detail) {
    return new Cause(reason, detail.isEmpty() ? body : body + ": " + detail, field);
  }

  private static String shown(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "null";
    }
    return value.isNumber() || value.isBoolean() ? GoText.plain(value) : GoText.syntax(value);
  }
}
