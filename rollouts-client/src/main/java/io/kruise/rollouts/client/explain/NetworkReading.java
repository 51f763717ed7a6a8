// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import static java.util.Objects.requireNonNull;

/**
 * An object that the plan's traffic goes through: a Service, an Ingress, an HTTPRoute, one of
 * another provider, or a TrafficRouting.
 *
 * @param kind its kind
 * @param name its name, in the Rollout's namespace
 * @param presence whether it is there
 */
public record NetworkReading(String kind, String name, Presence presence) {

  /** Whether an object is there. */
  public enum Presence {
    /** It is there. */
    FOUND,
    /** There is no such object. */
    MISSING,
    /** The API server doesn't know the kind. */
    NOT_SERVED,
    /** It could not be read. */
    UNSEEN
  }

  /** Checks that all parts are there. */
  public NetworkReading {
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
    requireNonNull(presence, "presence");
  }

  /** Whether the controller can't find it either. */
  boolean missing() {
    return presence == Presence.MISSING || presence == Presence.NOT_SERVED;
  }

  /** Kind and name. */
  @Override
  public String toString() {
    return kind + " " + name;
  }
}
