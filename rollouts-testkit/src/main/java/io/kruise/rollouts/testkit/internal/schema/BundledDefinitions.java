// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The CustomResourceDefinitions that a cluster with Kruise Rollouts has. */
public final class BundledDefinitions {
  private static final List<String> ROLLOUTS =
      List.of("rollouts", "batchreleases", "rollouthistories", "trafficroutings");

  private BundledDefinitions() {}

  /**
   * Those of Kruise Rollouts, as they were generated from the model.
   *
   * @return trees of their own
   */
  public static List<ObjectNode> rollouts() {
    YAMLMapper yaml = new YAMLMapper();
    List<ObjectNode> definitions = new ArrayList<>();
    for (String plural : ROLLOUTS) {
      String file = "/META-INF/fabric8/" + plural + ".rollouts.kruise.io-v1.yml";
      try (InputStream in = open(file)) {
        definitions.add(yaml.readValue(in, ObjectNode.class));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return definitions;
  }

  /**
   * Those of OpenKruise's workloads: CloneSet, StatefulSet, DaemonSet.
   *
   * @return trees of their own
   */
  public static List<ObjectNode> kruise() {
    return recorded("kruise.json.gz");
  }

  /**
   * That of the Gateway API's HTTPRoute.
   *
   * @return trees of their own
   */
  public static List<ObjectNode> gateway() {
    return recorded("gateway.json.gz");
  }

  private static List<ObjectNode> recorded(String file) {
    List<ObjectNode> definitions = new ArrayList<>();
    for (JsonNode definition : Json.items(PackedJson.read(file).path("items"))) {
      definitions.add((ObjectNode) definition);
    }
    return definitions;
  }

  private static InputStream open(String file) {
    InputStream in = BundledDefinitions.class.getResourceAsStream(file);
    if (in == null) {
      throw new IllegalStateException(file + " is not on the class path");
    }
    return in;
  }
}
