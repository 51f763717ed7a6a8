// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.ArrayList;
import java.util.List;

/** What has a say in a write: hooks and schemas. */
final class Judgement {
  private final SchemaRules schemas;
  private final List<Admission> admissions;

  Judgement(SchemaRules schemas, List<Admission> admissions) {
    this.schemas = schemas;
    this.admissions = List.copyOf(admissions);
  }

  /**
   * Lets the hooks change an object; one may put in what the schema has to shape again, but none
   * changes what is written through a subresource.
   *
   * @param request the write; its object may be changed
   * @throws ApiException when it is refused
   */
  void mutate(Admission.Request request) {
    ObjectNode before = request.before() == null ? Json.object() : request.before();
    if (!request.subresource().isEmpty()) {
      admissions.forEach(each -> each.mutate(request));
      return;
    }
    Sharing.end(request.object(), before);
    admissions.forEach(each -> each.mutate(request));
    Sharing.begin(request.type(), request.object(), before);
    schemas.shape(request.type(), request.object(), before);
  }

  /**
   * Judges an object as it would be stored.
   *
   * @param request the write
   * @param ofMetadata what is wrong with its metadata
   * @throws ApiException when it is refused
   */
  void judge(Admission.Request request, List<ApiException.Cause> ofMetadata) {
    List<ApiException.Cause> causes = new ArrayList<>(ofMetadata);
    causes.addAll(ofSchema(request));
    admissions.forEach(each -> causes.addAll(each.problems(request)));
    if (!causes.isEmpty()) {
      throw ApiException.invalid(request.type(), Meta.name(request.object()), causes);
    }
    admit(request);
  }

  /**
   * Asks the hooks alone.
   *
   * @param request the write
   * @throws ApiException when one refuses it
   */
  void admit(Admission.Request request) {
    admissions.forEach(each -> each.validate(request));
  }

  /** Through /status, a custom resource's status is judged, and alone (ValidateStatusUpdate). */
  private List<ApiException.Cause> ofSchema(Admission.Request request) {
    List<ApiException.Cause> causes =
        schemas.validate(request.type(), request.object(), request.before());
    boolean alone = request.subresource().equals("status") && request.type().custom();
    List<ApiException.Cause> all = new ArrayList<>(alone ? ofStatus(causes) : causes);
    all.addAll(Scales.problems(request.type(), request.object(), alone));
    return all;
  }

  private static List<ApiException.Cause> ofStatus(List<ApiException.Cause> causes) {
    return causes.stream()
        .filter(cause -> cause.field().equals("status") || cause.field().startsWith("status."))
        .map(
            cause ->
                new ApiException.Cause(
                    cause.reason(), cause.message().replace(": status.", ": "), cause.field()))
        .toList();
  }
}
