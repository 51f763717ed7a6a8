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
 */
public record ApiRequest(
    String method,
    String path,
    Map<String, String> query,
    String contentType,
    String accept,
    String body) {

  /** Keeps the query from being changed. */
  public ApiRequest {
    query = Map.copyOf(query);
  }
}
