// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a write: a controller, by its name, or a client, by its request.
 *
 * @param writer the controller's name, or the client's field manager
 * @param request what the client sent; null for a controller
 */
public record Source(String writer, @Nullable Request request) {
  /** The cluster itself, while nobody else is at work. */
  public static final Source CLUSTER = new Source("cluster", null);

  /**
   * What a client sent.
   *
   * @param method such as "PATCH"
   * @param path decoded
   * @param query decoded
   * @param contentType of the body, "" for none
   * @param body the text, "" for none
   * @param userAgent the header, "" for none
   */
  public record Request(
      String method,
      String path,
      Map<String, String> query,
      String contentType,
      String body,
      String userAgent) {}

  /**
   * A controller.
   *
   * @param name its name
   * @return the source
   */
  public static Source controller(String name) {
    return new Source(name, null);
  }
}
