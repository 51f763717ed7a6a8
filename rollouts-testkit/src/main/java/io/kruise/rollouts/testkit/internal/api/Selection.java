// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.select.FieldSelector;
import io.kruise.rollouts.testkit.internal.select.LabelSelector;
import io.kruise.rollouts.testkit.internal.select.SelectorException;

/**
 * Which objects of a type a request is about.
 *
 * @param namespace only of this one; "" for all
 * @param name only the one of this name; "" for all
 * @param labels by their labels
 * @param fields by their fields
 */
record Selection(String namespace, String name, LabelSelector labels, FieldSelector fields) {

  /**
   * What a request asks for.
   *
   * @param route its path
   * @param request its parameters
   * @return the selection
   * @throws ApiException 400
   */
  static Selection of(Route route, ApiRequest request) {
    try {
      return new Selection(
          route.namespace(),
          route.name(),
          LabelSelector.parse(request.parameter("labelSelector")),
          FieldSelector.parse(
              request.parameter("fieldSelector"), route.type().resource(), route.type().custom()));
    } catch (SelectorException e) {
      throw ApiException.badRequest(e.getMessage());
    }
  }

  /**
   * Whether it is about an object.
   *
   * @param object of the type
   * @return whether it is
   */
  boolean matches(ObjectNode object) {
    return (namespace.isEmpty() || namespace.equals(Meta.namespace(object)))
        && (name.isEmpty() || name.equals(Meta.name(object)))
        && labels.matches(object)
        && fields.matches(object);
  }

  /**
   * Whether it is about all objects of a namespace, or of all.
   *
   * @return whether it leaves none out
   */
  boolean everything() {
    return name.isEmpty() && labels.requirements().isEmpty() && fields.terms().isEmpty();
  }
}
