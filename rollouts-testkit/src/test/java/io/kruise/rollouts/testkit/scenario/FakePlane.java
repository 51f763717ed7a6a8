// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.cluster.KruiseCluster;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The fake cluster in this process, without a network, on virtual time: a scenario of a minute
 * takes milliseconds. Used by one thread.
 */
public final class FakePlane implements Plane {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String NAMESPACE = "scenario";

  /**
   * From what a client sees to its request being carried out: a client nearby is quicker than a
   * pass.
   */
  private static final Duration CLIENT = Duration.ofMillis(2);

  private final VirtualTime time = new VirtualTime(START);
  private final Cluster cluster = KruiseCluster.on(time, PodBehaviors.standard());
  private final ApiServer api = KruiseCluster.api(cluster);
  private final List<Heard> heard = new ArrayList<>();
  private final List<Stored> stored = new ArrayList<>();

  private record Stored(ObjectNode tree, int hash) {

    static Stored of(ObjectNode tree) {
      return new Stored(tree, tree.toString().hashCode());
    }
  }

  /** A cluster with an empty namespace. */
  public FakePlane() {
    cluster.store().listen(change -> stored.add(Stored.of(change.after())));
    ObjectNode body = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
    body.putObject("metadata").put("name", NAMESPACE);
    send(Call.post("/api/v1/namespaces", body));
  }

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public void listen(List<ResourceKind> kinds) {
    cluster.store().listen(change -> told(kinds, change));
  }

  private void told(List<ResourceKind> kinds, Change change) {
    boolean wanted =
        change.ref().namespace().equals(NAMESPACE)
            && kinds.stream()
                .filter(kind -> kind.kind().equals(change.ref().kind()))
                .anyMatch(kind -> kind.group().equals(change.ref().group()));
    if (wanted) {
      boolean deleted = change.type() == Change.Type.DELETED;
      heard.add(new Heard(change.ref().kind(), deleted, change.after()));
    }
  }

  @Override
  public Answer send(Call call) {
    time.advance(CLIENT);
    ApiAnswer answer =
        api.handle(
            new ApiRequest(
                call.method(), call.path(), Map.of(), call.contentType(), Call.JSON, call.text()));
    return Answer.of(answer.code(), answer.body());
  }

  @Override
  public List<Heard> heard() {
    return List.copyOf(heard);
  }

  /**
   * What was changed after it had been stored.
   *
   * @return as it is now; empty, or what shares parts with it is wrong as well
   */
  public List<ObjectNode> changedSinceStored() {
    return stored.stream()
        .filter(each -> !Stored.of(each.tree()).equals(each))
        .map(Stored::tree)
        .toList();
  }

  @Override
  public boolean await(BooleanSupplier condition, Duration atMost) {
    Instant end = time.now().plus(atMost);
    while (!condition.getAsBoolean()) {
      if (!time.runNextBefore(end)) {
        time.advance(Duration.between(time.now(), end));
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  @Override
  public void pass(Duration duration) {
    time.advance(duration);
  }

  @Override
  public void close() {
    time.close();
  }
}
