// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.history;

import io.kruise.rollouts.testkit.ReleaseHistory;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.time.VirtualTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Notes the writes of a cluster that a history is made of. Each costs a reference, as stored trees
 * never change; they are read when someone asks. The cluster's lock guards it.
 */
public final class Chronicle {
  /** As many as the store keeps, so that a cluster that lives for long doesn't grow. */
  private static final int KEPT = 20_000;

  /** A write, and when. */
  record Noted(Instant at, Change change) {}

  private final Cluster cluster;
  private final Deque<Noted> notes = new ArrayDeque<>();

  /**
   * Begins to note.
   *
   * @param cluster of which
   */
  public Chronicle(Cluster cluster) {
    this.cluster = cluster;
    synchronized (cluster) {
      cluster.store().listen(this::note);
    }
  }

  private void note(Change change) {
    if (change.source().request() == null && !Reading.isRollout(change.ref())) {
      return;
    }
    notes.addLast(new Noted(cluster.now(), change));
    if (notes.size() > KEPT) {
      notes.removeFirst();
    }
  }

  /**
   * What happened to the Rollouts.
   *
   * @return all up to now
   */
  public ReleaseHistory history() {
    return Reading.of(noted());
  }

  /**
   * What clients wrote.
   *
   * @return each request once, oldest first
   */
  public List<ClientWrite> writes() {
    return ClientWrite.of(noted());
  }

  /**
   * Does again what was done to another cluster.
   *
   * @param api this cluster's
   * @param time this cluster's
   * @return the replay
   */
  public Replay replay(ApiServer api, VirtualTime time) {
    return new Replay(cluster, api, time);
  }

  private List<Noted> noted() {
    synchronized (cluster) {
      return List.copyOf(notes);
    }
  }
}
