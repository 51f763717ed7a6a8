// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts of resources, such as "500m" or "64Mi".
 * (k8s.io/apimachinery/pkg/api/resource/quantity.go)
 */
public final class Quantity {
  private static final Pattern FORM =
      Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([numkMGTPE]|[KMGTPE]i|[eE][-+]?\\d+|)");
  private static final List<String> DECIMAL =
      List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final int NANO = 9;
  private static final BigInteger KIBI = BigInteger.valueOf(1024);

  private Quantity() {}

  /**
   * Whether a text is an amount.
   *
   * @param text any text
   * @return whether it can be read
   */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * An amount as it is always written: no fraction, the largest suffix.
   *
   * @param text an amount
   * @return such as "500m" for "0.5"
   * @throws IllegalArgumentException when it is none
   */
  public static String canonical(String text) {
    Matcher form = form(text);
    BigDecimal number = value(form);
    String suffix = form.group(2);
    boolean large = number.abs().compareTo(new BigDecimal(KIBI)) >= 0;
    return suffix.endsWith("i") && large ? binary(number) : decimal(number, hasExponent(suffix));
  }

  /**
   * How much it is.
   *
   * @param text an amount
   * @return in units, such as 0.5 for "500m"
   * @throws IllegalArgumentException when it is none
   */
  public static BigDecimal value(String text) {
    return value(form(text));
  }

  private static Matcher form(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("no quantity: " + text);
    }
    return form;
  }

  private static boolean hasExponent(String suffix) {
    return suffix.length() > 1 && "eE".indexOf(suffix.charAt(0)) >= 0;
  }

  private static BigDecimal value(Matcher form) {
    String suffix = form.group(2);
    BigDecimal number = new BigDecimal(form.group(1));
    if (hasExponent(suffix)) {
      number = number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1)));
    } else if (suffix.endsWith("i")) {
      number = number.multiply(new BigDecimal(KIBI.pow(BINARY.indexOf(suffix))));
    } else {
      number = number.scaleByPowerOfTen(3 * (DECIMAL.indexOf(suffix) - DECIMAL.indexOf("")));
    }
    return number.setScale(Math.min(number.scale(), NANO), RoundingMode.UP);
  }

  private static String binary(BigDecimal number) {
    BigInteger rest = number.setScale(0, RoundingMode.UP).toBigInteger();
    int steps = 0;
    while (steps < BINARY.size() - 1 && rest.mod(KIBI).signum() == 0) {
      rest = rest.divide(KIBI);
      steps++;
    }
    return rest + BINARY.get(steps);
  }

  private static String decimal(BigDecimal number, boolean exponent) {
    if (number.signum() == 0) {
      return "0";
    }
    BigDecimal bare = number.stripTrailingZeros();
    int power = Math.floorDiv(-bare.scale(), 3) * 3;
    BigInteger mantissa = bare.scaleByPowerOfTen(-power).toBigIntegerExact();
    if (power == 0) {
      return mantissa.toString();
    }
    int index = power / 3 + DECIMAL.indexOf("");
    return exponent || index >= DECIMAL.size()
        ? mantissa + "e" + power
        : mantissa + DECIMAL.get(index);
  }
}
