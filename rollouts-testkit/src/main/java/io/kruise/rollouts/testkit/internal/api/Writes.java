// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** POST, PUT and DELETE. Called under the lock. */
final class Writes {
  private final ObjectService objects;
  private final ObjectStore store;
  private final Decoding decoding;

  Writes(ObjectService objects, ObjectStore store, Decoding decoding) {
    this.objects = objects;
    this.store = store;
    this.decoding = decoding;
  }

  /**
   * What a write made.
   *
   * @param code 200, or 201 for a new object
   * @param object as stored, not to be changed
   */
  record Written(int code, ObjectNode object) {}

  /**
   * POST.
   *
   * @param route the collection
   * @param request the request
   * @param warnings takes what the client is warned of
   * @return the new object
   */
  Written create(Route route, ApiRequest request, Consumer<String> warnings) {
    ResourceType type = route.type();
    boolean dryRun = DryRun.asked(request.parameter("dryRun"), "CreateOptions");
    Decoding.FieldValidation validation = Decoding.FieldValidation.of(request, "CreateOptions");
    ObjectNode object = decoded(request, type, validation, warnings);
    checkNamespace(route, object);
    MetaRules.warnings(type, Json.object(), object).forEach(warnings);
    return new Written(
        201,
        objects.create(
            type, route.namespace(), object, new WriteOptions(Managers.of(request), dryRun)));
  }

  /**
   * PUT.
   *
   * @param route the object, or its status
   * @param request the request
   * @param warnings takes what the client is warned of
   * @return the changed object, or a new one of the few types that are made by PUT
   */
  Written replace(Route route, ApiRequest request, Consumer<String> warnings) {
    ResourceType type = route.type();
    boolean dryRun = DryRun.asked(request.parameter("dryRun"), "UpdateOptions");
    Decoding.FieldValidation validation = Decoding.FieldValidation.of(request, "UpdateOptions");
    ObjectNode object = decoded(request, type, validation, warnings);
    checkName(route, object);
    checkNamespace(route, object);
    WriteOptions options = new WriteOptions(Managers.of(request), dryRun);
    boolean exists =
        store.get(ObjectService.ref(type, route.namespace(), route.name())).isPresent();
    if (!exists && route.subresource().isEmpty() && TypeTraits.of(type).createOnUpdate()) {
      return new Written(201, objects.create(type, route.namespace(), object, options));
    }
    return new Written(
        200,
        objects.update(
            type,
            route.namespace(),
            route.name(),
            route.subresource(),
            before -> {
              checkUid(route, before, object);
              Preparation.keepFinalizers(route, before, object);
              MetaRules.warnings(type, before, object).forEach(warnings);
              return object;
            },
            options));
  }

  /**
   * PUT of a scale.
   *
   * @param route the object's scale
   * @param request the request
   * @return the changed scale
   */
  Written scale(Route route, ApiRequest request) {
    ResourceType type = route.type();
    boolean dryRun = DryRun.asked(request.parameter("dryRun"), "UpdateOptions");
    ObjectNode scale = Bodies.object(request, Scales.TYPE);
    checkName(route, scale);
    checkNamespace(route, scale);
    ObjectNode scaled =
        objects.update(
            type,
            route.namespace(),
            route.name(),
            route.subresource(),
            before -> {
              checkUid(route, before, scale);
              return Scales.applied(type, before, scale);
            },
            new WriteOptions(Managers.of(request), dryRun));
    return new Written(200, Scales.of(type, scaled));
  }

  /**
   * DELETE of one object.
   *
   * @param route the object
   * @param request the request
   * @return a Status, or the object as it stands
   */
  ObjectNode delete(Route route, ApiRequest request) {
    DeleteOptions options = deleteOptions(request);
    Deletion deletion = objects.delete(route.type(), route.namespace(), route.name(), options);
    if (!deletion.gone() || TypeTraits.of(route.type()).returnsDeleted()) {
      return deletion.object();
    }
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details").put("name", route.name());
    if (!route.type().group().isEmpty()) {
      details.put("group", route.type().group());
    }
    details.put("kind", route.type().plural()).put("uid", Meta.uid(deletion.object()));
    return status;
  }

  /**
   * DELETE of many objects.
   *
   * @param route the collection
   * @param request the request
   * @return the objects as they stand, or stood
   */
  List<ObjectNode> deleteAll(Route route, ApiRequest request) {
    DeleteOptions options = deleteOptions(request);
    Selection selection = Selection.of(route, request);
    List<ObjectNode> deleted = new ArrayList<>();
    for (ObjectNode object :
        store.list(route.type().group(), route.type().kind(), route.namespace())) {
      if (selection.matches(object)) {
        deleted.add(
            objects
                .delete(route.type(), Meta.namespace(object), Meta.name(object), options)
                .object());
      }
    }
    return deleted;
  }

  private static DeleteOptions deleteOptions(ApiRequest request) {
    boolean dryRun = DryRun.asked(request.parameter("dryRun"), "DeleteOptions");
    JsonNode body = MissingNode.getInstance();
    if (!request.body().isBlank()) {
      try {
        body =
            Bodies.mediaType(request.contentType()).equals("application/yaml")
                ? Bodies.yaml(request.body())
                : Bodies.json(request.body());
      } catch (JsonProcessingException e) {
        throw new ApiException(
            500, "", "couldn't get version/kind; json parse error: " + e.getOriginalMessage());
      }
    }
    return DeleteOptions.of(body, request.query(), dryRun);
  }

  private ObjectNode decoded(
      ApiRequest request,
      ResourceType type,
      Decoding.FieldValidation validation,
      Consumer<String> warnings) {
    ObjectNode object = Bodies.object(request, type);
    object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    String refusal = decoding.shape(type, object, validation, warnings);
    if (!refusal.isEmpty()) {
      throw ApiException.badRequest(
          type.kind()
              + " in version \""
              + type.version()
              + "\" cannot be handled as a "
              + type.kind()
              + ": "
              + refusal);
    }
    return object;
  }

  private static void checkNamespace(Route route, ObjectNode object) {
    String namespace = Meta.namespace(object);
    if (!namespace.isEmpty() && !namespace.equals(route.namespace())) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  private static void checkName(Route route, ObjectNode object) {
    String name = Meta.name(object);
    if (name.isEmpty()) {
      throw ApiException.badRequest(
          "the name of the object ("
              + route.name()
              + " based on URL) was undeterminable: name must be provided");
    }
    if (!name.equals(route.name())) {
      throw ApiException.badRequest(
          "the name of the object ("
              + name
              + ") does not match the name on the URL ("
              + route.name()
              + ")");
    }
  }

  /** Source: apiserver, pkg/storage/interfaces.go, Preconditions.Check. */
  private static void checkUid(Route route, ObjectNode before, ObjectNode object) {
    String uid = Meta.uid(object);
    if (!uid.isEmpty() && !uid.equals(Meta.uid(before))) {
      throw ApiException.conflict(
          route.type(),
          Meta.name(before),
          "StorageError: invalid object, Code: 4, Key: "
              + storageKey(route)
              + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in"
              + " precondition: "
              + uid
              + ", UID in object meta: "
              + Meta.uid(before));
    }
  }

  private static String storageKey(Route route) {
    return "/registry/"
        + (route.type().custom() ? route.type().group() + "/" : "")
        + route.type().plural()
        + "/"
        + (route.type().namespaced() ? route.namespace() + "/" : "")
        + route.name();
  }
}
