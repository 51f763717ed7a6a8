// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.history;

import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.store.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A client's request that wrote something.
 *
 * @param at when
 * @param after the store's revision before it: what had been written by then
 * @param request what was sent
 */
public record ClientWrite(Instant at, long after, Source.Request request) {

  @Override
  public String toString() {
    return at + " " + request.method() + " " + request.path();
  }

  /** Each request once, though it may have written several objects. */
  @SuppressWarnings("ReferenceEquality") // the same request may have been sent twice
  static List<ClientWrite> of(List<Chronicle.Noted> notes) {
    List<ClientWrite> writes = new ArrayList<>();
    Source last = Source.CLUSTER;
    for (Chronicle.Noted note : notes) {
      Change change = note.change();
      Source.Request request = change.source().request();
      if (request != null && change.source() != last) {
        writes.add(new ClientWrite(note.at(), change.revision() - 1, request));
      }
      last = change.source();
    }
    return writes;
  }
}
