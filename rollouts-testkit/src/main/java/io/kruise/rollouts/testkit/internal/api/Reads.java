// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/** GET of one object, and of many. Called under the lock. */
final class Reads {
  private final ObjectStore store;
  private final ObjectService objects;
  private final Views views;

  Reads(ObjectStore store, ObjectService objects, Views views) {
    this.store = store;
    this.objects = objects;
    this.views = views;
  }

  /**
   * One object.
   *
   * @param route its path
   * @param request the request
   * @param shape what of it
   * @return not to be changed
   * @throws ApiException 404, 504
   */
  ObjectNode get(Route route, ApiRequest request, Representation.Shape shape) {
    long revision = Revisions.parse(request.parameter("resourceVersion"));
    if (revision > store.revision()) {
      throw Revisions.tooLarge(revision, store.revision());
    }
    ObjectNode object = objects.find(route.type(), route.namespace(), route.name());
    return views.one(route.type(), object, shape, request.parameter("includeObject"));
  }

  /**
   * Many objects, or a page of them.
   *
   * @param route their path
   * @param request the request
   * @param shape what of them
   * @return not to be changed
   * @throws ApiException 400, 410, 504
   */
  ObjectNode list(Route route, ApiRequest request, Representation.Shape shape) {
    Selection selection = Selection.of(route, request);
    String token = request.parameter("continue");
    long limit = limit(request);
    long revision;
    String after = "";
    if (token.isEmpty()) {
      revision = revision(request);
    } else {
      ContinueToken parsed = ContinueToken.parse(token);
      revision = parsed.revision();
      after = parsed.after();
    }
    if (revision < store.forgotten()) {
      throw new ApiException(
          410,
          "Expired",
          token.isEmpty()
              ? "The resourceVersion for the provided list is too old."
              : "The provided continue parameter is too old to display a consistent list result."
                  + " You can start a new list without the continue parameter, or use the continue"
                  + " token in this response to retrieve the remainder of the results.");
    }
    List<ObjectNode> found = new ArrayList<>();
    ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(revision));
    long left = 0;
    for (ObjectNode object : at(route, revision)) {
      if (!selection.matches(object) || (!after.isEmpty() && key(object).compareTo(after) <= 0)) {
        continue;
      }
      if (limit == 0 || found.size() < limit) {
        found.add(object);
      } else {
        left++;
      }
    }
    if (left > 0) {
      metadata.put(
          "continue", new ContinueToken(revision, key(found.get(found.size() - 1))).text());
      if (selection.everything()) {
        metadata.put("remainingItemCount", left);
      }
    }
    return views.many(route.type(), found, metadata, shape, request.parameter("includeObject"));
  }

  private List<ObjectNode> at(Route route, long revision) {
    return store.listAt(route.type().group(), route.type().kind(), route.namespace(), revision);
  }

  /** Of all revisions that would do, the newest is served; only an exact one is looked up. */
  private long revision(ApiRequest request) {
    String text = request.parameter("resourceVersion");
    String match = request.parameter("resourceVersionMatch");
    long asked = Revisions.parse(text);
    checkMatch(text, match);
    if (asked > store.revision()) {
      throw Revisions.tooLarge(asked, store.revision());
    }
    return match.equals("Exact") ? asked : store.revision();
  }

  private static void checkMatch(String text, String match) {
    String problem =
        switch (match) {
          case "" -> "";
          case "Exact" ->
              text.isEmpty()
                  ? "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"
                  : text.equals("0")
                      ? "Forbidden: resourceVersionMatch \"exact\" is forbidden for"
                          + " resourceVersion \"0\""
                      : "";
          case "NotOlderThan" ->
              text.isEmpty()
                  ? "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"
                  : "";
          default ->
              "Unsupported value: \""
                  + match
                  + "\": supported values: \"Exact\", \"NotOlderThan\", \"\"";
        };
    if (!problem.isEmpty()) {
      throw ApiException.invalid(
          "meta.k8s.io",
          "ListOptions",
          "",
          List.of(
              new ApiException.Cause(
                  problem.startsWith("Forbidden")
                      ? "FieldValueForbidden"
                      : "FieldValueNotSupported",
                  problem,
                  "resourceVersionMatch")));
    }
  }

  private static long limit(ApiRequest request) {
    String text = request.parameter("limit");
    try {
      return text.isEmpty() ? 0 : Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw ApiException.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
  }

  private static String key(ObjectNode object) {
    return Meta.namespace(object) + "/" + Meta.name(object);
  }
}
