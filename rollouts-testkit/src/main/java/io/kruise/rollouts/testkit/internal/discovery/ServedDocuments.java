// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.discovery;

import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.api.Documents;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import java.util.List;
import java.util.Optional;

/** All documents that describe what is served. */
public final class ServedDocuments implements Documents {
  private final List<Documents> all;

  /**
   * The documents of a registry's types.
   *
   * @param registry the types that are served
   */
  public ServedDocuments(ResourceRegistry registry) {
    all = List.of(new Discovery(registry), new OpenApi(registry));
  }

  @Override
  public Optional<ApiAnswer> answer(ApiRequest request) {
    return all.stream().map(each -> each.answer(request)).flatMap(Optional::stream).findFirst();
  }
}
