// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;

/** The option dryRun. Source: apimachinery, pkg/apis/meta/v1/validation, ValidateDryRun. */
final class DryRun {
  private DryRun() {}

  /**
   * Whether a parameter asks for a dry run.
   *
   * @param value the parameter, "" for none
   * @param options the kind of the request's options, such as "CreateOptions"
   * @return whether nothing is to be stored
   * @throws ApiException 422 on another value than "All"
   */
  static boolean asked(String value, String options) {
    if (value.isEmpty()) {
      return false;
    }
    if (value.equals("All")) {
      return true;
    }
    throw ApiException.invalid(
        "meta.k8s.io",
        options,
        "",
        List.of(
            new ApiException.Cause(
                "FieldValueNotSupported",
                "Unsupported value: []string{\"" + value + "\"}: supported values: \"All\"",
                "dryRun")));
  }

  /**
   * Whether a body asks for a dry run.
   *
   * @param values the body's field, missing for none
   * @param options the kind of the request's options
   * @return whether nothing is to be stored
   * @throws ApiException 422 on another value than "All"
   */
  static boolean asked(JsonNode values, String options) {
    boolean asked = false;
    for (JsonNode value : Json.items(values)) {
      asked |= asked(value.asText(), options);
    }
    return asked;
  }
}
