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

  private static final class Kruise {
    private static final List<ObjectNode> ALL = recorded("kruise.json.gz");
  }

  private static final class Gateway {
    private static final List<ObjectNode> ALL = recorded("gateway.json.gz");
  }

  private static final class Rollouts {
    private static final List<ObjectNode> ALL = generated();
  }

  private BundledDefinitions() {}

  /**
   * Those of Kruise Rollouts, as they were generated from the model.
   *
   * @return always the same, not to be changed
   */
  public static List<ObjectNode> rollouts() {
    return Rollouts.ALL;
  }

  /**
   * Those of OpenKruise's workloads: CloneSet, StatefulSet, DaemonSet.
   *
   * @return always the same, not to be changed
   */
  public static List<ObjectNode> kruise() {
    return Kruise.ALL;
  }

  /**
   * That of the Gateway API's HTTPRoute.
   *
   * @return always the same, not to be changed
   */
  public static List<ObjectNode> gateway() {
    return Gateway.ALL;
  }

  private static List<ObjectNode> generated() {
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
    return List.copyOf(definitions);
  }

  private static List<ObjectNode> recorded(String file) {
    List<ObjectNode> definitions = new ArrayList<>();
    for (JsonNode definition : Json.items(PackedJson.read(file).path("items"))) {
      definitions.add((ObjectNode) definition);
    }
    return List.copyOf(definitions);
  }

  private static InputStream open(String file) {
    InputStream in = BundledDefinitions.class.getResourceAsStream(file);
    if (in == null) {
      throw new IllegalStateException(file + " is not on the class path");
    }
    return in;
  }
}
