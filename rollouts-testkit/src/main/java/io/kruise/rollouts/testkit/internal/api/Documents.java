// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import java.util.Optional;

/** What the API server serves besides objects: discovery, OpenAPI. Called under the lock. */
public interface Documents {

  /** Nothing. */
  Documents NONE = request -> Optional.empty();

  /**
   * Answers a request that is for no object.
   *
   * @param request the request
   * @return the answer; empty when nothing is served at its path
   */
  Optional<ApiAnswer> answer(ApiRequest request);
}
