// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import java.util.Map;

/**
 * A request, without the network that brought it.
 *
 * @param method such as "GET"
 * @param path decoded, such as "/apis/apps/v1/namespaces/default/deployments"
 * @param query decoded; of a repeated parameter the first
 * @param contentType of the body, "" for none
 * @param accept the header, "" for none
 * @param body the text, "" for none
 * @param userAgent the header, "" for none
 */
public record ApiRequest(
    String method,
    String path,
    Map<String, String> query,
    String contentType,
    String accept,
    String body,
    String userAgent) {

  /** Keeps the query from being changed. */
  public ApiRequest {
    query = Map.copyOf(query);
  }

  /**
   * Of a client that doesn't say who it is.
   *
   * @param method such as "GET"
   * @param path decoded
   * @param query decoded
   * @param contentType of the body, "" for none
   * @param accept the header, "" for none
   * @param body the text, "" for none
   */
  public ApiRequest(
      String method,
      String path,
      Map<String, String> query,
      String contentType,
      String accept,
      String body) {
    this(method, path, query, contentType, accept, body, "");
  }

  /**
   * A parameter.
   *
   * @param name its name
   * @return its value, "" when it is absent
   */
  public String parameter(String name) {
    return query.getOrDefault(name, "");
  }
}
