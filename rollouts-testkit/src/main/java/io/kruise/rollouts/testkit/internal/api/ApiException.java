// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request is refused; what the answer says. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String text;
  private final String reason;
  private final transient @Nullable ObjectNode details;

  /**
   * One cause of an invalid object.
   *
   * @param reason such as "FieldValueInvalid"
   * @param message without the field
   * @param field the path
   */
  public record Cause(String reason, String message, String field) {}

  /**
   * A refusal.
   *
   * @param code the HTTP code
   * @param reason such as "NotFound"; "" for none
   * @param message for people
   * @param details the Status's details; null for none
   */
  public ApiException(int code, String reason, String message, @Nullable ObjectNode details) {
    super(message);
    this.text = message;
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /**
   * A refusal without details.
   *
   * @param code the HTTP code
   * @param reason such as "NotFound"; "" for none
   * @param message for people
   */
  public ApiException(int code, String reason, String message) {
    this(code, reason, message, null);
  }

  /**
   * No such object.
   *
   * @param type its type
   * @param name its name
   * @return 404
   */
  public static ApiException notFound(ResourceType type, String name) {
    return new ApiException(
        404, "NotFound", type.resource() + " \"" + name + "\" not found", named(type, name));
  }

  /**
   * The name is taken.
   *
   * @param type its type
   * @param name its name
   * @return 409
   */
  public static ApiException alreadyExists(ResourceType type, String name) {
    return new ApiException(
        409,
        "AlreadyExists",
        type.resource() + " \"" + name + "\" already exists",
        named(type, name));
  }

  /**
   * The write is not allowed.
   *
   * @param type its type
   * @param name its name
   * @param why the reason
   * @return 403
   */
  public static ApiException forbidden(ResourceType type, String name, String why) {
    return new ApiException(
        403,
        "Forbidden",
        type.resource() + " \"" + name + "\" is forbidden: " + why,
        named(type, name));
  }

  /**
   * The object is another than the request was made for.
   *
   * @param type its type
   * @param name its name
   * @param why what differs
   * @return 409
   */
  public static ApiException conflict(ResourceType type, String name, String why) {
    return conflict(type.group(), type.plural(), name, why);
  }

  /**
   * The object is another than the request was made for.
   *
   * @param group its API group, "" for core
   * @param kind what it is called
   * @param name its name
   * @param why what differs
   * @return 409
   */
  public static ApiException conflict(String group, String kind, String name, String why) {
    return new ApiException(
        409,
        "Conflict",
        "Operation cannot be fulfilled on "
            + (group.isEmpty() ? kind : kind + "." + group)
            + " \""
            + name
            + "\": "
            + why,
        named(group, kind, name));
  }

  /**
   * The object breaks rules.
   *
   * @param type its type
   * @param name its name
   * @param causes each rule that it breaks
   * @return 422
   */
  public static ApiException invalid(ResourceType type, String name, List<Cause> causes) {
    return invalid(type.group(), type.kind(), name, causes);
  }

  /**
   * Something breaks rules.
   *
   * @param group its API group, "" for core
   * @param kind what it is
   * @param name its name, "" for none
   * @param causes each rule that it breaks
   * @return 422
   */
  public static ApiException invalid(String group, String kind, String name, List<Cause> causes) {
    ObjectNode details = named(group, kind, name);
    var list = details.putArray("causes");
    causes.forEach(
        cause ->
            list.addObject()
                .put("reason", cause.reason())
                .put("message", cause.message())
                .put("field", cause.field()));
    List<String> texts =
        causes.stream().map(cause -> cause.field() + ": " + cause.message()).distinct().toList();
    String text = texts.size() == 1 ? texts.get(0) : "[" + String.join(", ", texts) + "]";
    String qualified = group.isEmpty() ? kind : kind + "." + group;
    return new ApiException(
        422, "Invalid", qualified + " \"" + name + "\" is invalid: " + text, details);
  }

  /**
   * The request makes no sense.
   *
   * @param message why
   * @return 400
   */
  public static ApiException badRequest(String message) {
    return new ApiException(400, "BadRequest", message);
  }

  /**
   * The answer of a server that can say nothing more about it (upstream: NewGenericServerResponse).
   *
   * @param code the HTTP code
   * @param reason such as "MethodNotAllowed"
   * @param message for people
   * @return with empty details
   */
  public static ApiException generic(int code, String reason, String message) {
    return new ApiException(code, reason, message, Json.object());
  }

  /**
   * The type has no such method.
   *
   * @param verb such as "delete"
   * @param type the type
   * @return 405
   */
  public static ApiException notSupported(String verb, ResourceType type) {
    return new ApiException(
        405,
        "MethodNotAllowed",
        verb + " is not supported on resources of kind \"" + type.resource() + "\"",
        named(type, ""));
  }

  private static ObjectNode named(ResourceType type, String name) {
    return named(type.group(), type.plural(), name);
  }

  private static ObjectNode named(String group, String kind, String name) {
    ObjectNode details = Json.object();
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    return details.put("kind", kind);
  }

  @Override
  public String getMessage() {
    return text;
  }

  /**
   * The HTTP code.
   *
   * @return such as 404
   */
  public int code() {
    return code;
  }

  /**
   * The answer's body.
   *
   * @return a Status
   */
  public ObjectNode status() {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", getMessage());
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    if (details != null) {
      status.set("details", details);
    }
    return status.put("code", code);
  }
}
