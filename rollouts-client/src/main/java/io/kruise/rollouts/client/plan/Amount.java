// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A count, or a text that should be a percentage. Read as Kubernetes' intstr does: a text is a
 * percentage when a whole number, with or without a sign, and "%" is all that it has.
 *
 * @param text as written
 * @param percent whether it was written as text
 * @param value the number in it; empty when the text is no percentage
 */
record Amount(String text, boolean percent, Optional<BigInteger> value) {
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);
  private static final Pattern PERCENTAGE = Pattern.compile("[+-]?[0-9]+%");
  private static final Pattern PLAIN = Pattern.compile("(0|[1-9][0-9]*)%");

  static Amount count(BigInteger count) {
    return new Amount(count.toString(), false, Optional.of(count));
  }

  static Amount text(String text) {
    return new Amount(
        text,
        true,
        PERCENTAGE.matcher(text).matches()
            ? Optional.of(new BigInteger(text.substring(0, text.length() - 1)))
            : Optional.empty());
  }

  /** From 1, and as a percentage up to 100. */
  boolean positive() {
    return value.filter(each -> each.signum() > 0).isPresent() && !over();
  }

  /** From 0%, or from 1%, to 100%. */
  boolean percentFrom(int least) {
    return percent
        && value.filter(each -> each.compareTo(BigInteger.valueOf(least)) >= 0).isPresent()
        && !over();
  }

  private boolean over() {
    return percent && value.filter(each -> each.compareTo(HUNDRED) > 0).isPresent();
  }

  /** The number in it, as all comparisons of the webhook take it. */
  BigInteger number() {
    return value.orElse(BigInteger.ZERO);
  }

  /** Of so many pods, rounded up; it may be more than there are. */
  int of(int replicas) {
    BigDecimal share = new BigDecimal(number());
    if (percent) {
      share = share.multiply(BigDecimal.valueOf(replicas)).divide(BigDecimal.valueOf(100));
    }
    return share
        .setScale(0, RoundingMode.CEILING)
        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
        .intValueExact();
  }

  /** The one text that the controller takes for all pods; it compares it letter by letter. */
  boolean isAll() {
    return text.equals("100%");
  }

  /** A percentage that isn't written as people write it, for instance "+5%" or "050%". */
  boolean oddlyWritten() {
    return percent && value.isPresent() && !PLAIN.matcher(text).matches();
  }
}
