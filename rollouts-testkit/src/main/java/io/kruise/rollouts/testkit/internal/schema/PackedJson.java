// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/** Reads the compressed resources of this package. */
final class PackedJson {
  private PackedJson() {}

  /**
   * Reads a resource.
   *
   * @param file its name
   * @return a tree of its own
   */
  static JsonNode read(String file) {
    try (InputStream packed = PackedJson.class.getResourceAsStream(file)) {
      if (packed == null) {
        throw new IllegalStateException(file + " is not on the class path");
      }
      return Json.parse(new GZIPInputStream(packed).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
