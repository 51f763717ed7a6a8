// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import java.util.concurrent.ThreadLocalRandom;

/** What becomes of metadata.generateName. Source: apiserver, pkg/storage/names/generate.go. */
final class GeneratedNames {
  private static final int LONGEST_BASE = 58;
  private static final int LETTERS = 5;
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private GeneratedNames() {}

  /**
   * A name that begins so.
   *
   * @param base the beginning; cut when too long
   * @return with five more letters
   */
  static String from(String base) {
    StringBuilder name = new StringBuilder(base);
    name.setLength(Math.min(base.length(), LONGEST_BASE));
    for (int i = 0; i < LETTERS; i++) {
      name.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
    }
    return name.toString();
  }
}
