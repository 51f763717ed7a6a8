// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.weather;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The faults of calls, in the order in which they were said. A call meets the first that concerns
 * it, and no other. Thread-safe.
 */
public final class Faults {
  private static final Fate PASSES = new Fate.Passes();

  /** One fault; guarded by the faults' monitor. */
  public static final class Said {
    private final String text;
    private final Predicate<Asked> concerns;
    private final Function<Asked, Fate> fate;
    private int times = 1;
    private int met;

    private Said(String text, Predicate<Asked> concerns, Function<Asked, Fate> fate) {
      this.text = text;
      this.concerns = concerns;
      this.fate = fate;
    }

    private String pending() {
      int left = times - met;
      return left == 1 ? text : text + ", " + left + " times";
    }
  }

  private final List<Said> all = new ArrayList<>();

  /** No fault. */
  public Faults() {}

  /**
   * Adds a fault, which happens once.
   *
   * @param text what was said
   * @param concerns which calls
   * @param fate what becomes of one
   * @return the fault
   */
  public synchronized Said add(String text, Predicate<Asked> concerns, Function<Asked, Fate> fate) {
    Said said = new Said(text, concerns, fate);
    all.add(said);
    return said;
  }

  /**
   * Lets a fault happen more often, those that happened included.
   *
   * @param said the fault
   * @param times how often
   */
  public synchronized void repeat(Said said, int times) {
    said.times = times;
  }

  /**
   * What becomes of a call; a fault is used up by it.
   *
   * @param asked the call
   * @return its fate
   */
  public synchronized Fate next(Asked asked) {
    for (Said said : all) {
      if (said.met < said.times && said.concerns.test(asked)) {
        said.met++;
        return said.fate.apply(asked);
      }
    }
    return PASSES;
  }

  /**
   * What has not happened.
   *
   * @return in words, in order
   */
  public synchronized List<String> pending() {
    return all.stream().filter(said -> said.met < said.times).map(Said::pending).toList();
  }
}
