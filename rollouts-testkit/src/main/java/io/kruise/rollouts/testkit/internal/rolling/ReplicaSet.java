// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rolling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A ReplicaSet as a Deployment's controller reads it.
 *
 * @param object the ReplicaSet, not to be changed
 */
public record ReplicaSet(ObjectNode object) {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

  /** The number of the rollout that it belongs to. */
  public static final String REVISION = "deployment.kubernetes.io/revision";

  /** The numbers that it had before. */
  public static final String REVISION_HISTORY = "deployment.kubernetes.io/revision-history";

  /** The Deployment's replicas when the ReplicaSet was last scaled. */
  public static final String DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";

  /** The Deployment's replicas and surge when the ReplicaSet was last scaled. */
  public static final String MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";

  /**
   * Its name.
   *
   * @return the name
   */
  public String name() {
    return Meta.name(object);
  }

  /**
   * Where it is.
   *
   * @return the reference
   */
  public ObjectRef ref() {
    return ObjectRef.of(object);
  }

  /**
   * How many pods it is to have.
   *
   * @return spec.replicas
   */
  public int replicas() {
    return object.path("spec").path("replicas").asInt(1);
  }

  /**
   * How many pods it has.
   *
   * @return status.replicas
   */
  public int present() {
    return object.path("status").path("replicas").asInt();
  }

  /**
   * How many of them are ready.
   *
   * @return status.readyReplicas
   */
  public int ready() {
    return object.path("status").path("readyReplicas").asInt();
  }

  /**
   * How many of them have been ready for long enough.
   *
   * @return status.availableReplicas
   */
  public int available() {
    return object.path("status").path("availableReplicas").asInt();
  }

  /**
   * Its pods' template.
   *
   * @return spec.template
   */
  public JsonNode template() {
    return object.path("spec").path("template");
  }

  /**
   * Its revision.
   *
   * @return 0 when it has none; empty when it isn't a number
   */
  public OptionalLong revision() {
    String text = Meta.annotation(object, REVISION);
    return text.isEmpty() ? OptionalLong.of(0) : number(text);
  }

  /**
   * A number in an annotation.
   *
   * @param key the annotation
   * @return the number; empty when there is none
   */
  public OptionalInt annotated(String key) {
    OptionalLong number = number(Meta.annotation(object, key));
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }

  /**
   * A changed one.
   *
   * @param change what to change in a copy
   * @return the copy
   */
  public ReplicaSet with(Consumer<ObjectNode> change) {
    ObjectNode copy = Json.copyAlong(object, "metadata", "annotations");
    copy.set("spec", Json.shallow(object.path("spec")));
    change.accept(copy);
    return new ReplicaSet(copy);
  }

  /**
   * A number in an annotation.
   *
   * @param text the annotation
   * @return the number; empty when it isn't one
   */
  public static OptionalLong number(String text) {
    return NUMBER.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
