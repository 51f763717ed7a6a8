// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The forms of texts in specs, beside those of names. (apimachinery, pkg/util/validation,
 * validation.go and ip.go)
 */
final class Forms {
  static final int PORTS = 65_535;

  private static final int SUBDOMAIN_LENGTH = 253;
  private static final int PORT_NAME_LENGTH = 15;
  private static final String KEY = "[-._a-zA-Z0-9]+";
  private static final String HEADER = "[-A-Za-z0-9]+";
  private static final String WILDCARD =
      "\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
  private static final String OCTET = "0*(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

  private static final Pattern KEY_FORM = Pattern.compile(KEY);
  private static final Pattern HEADER_FORM = Pattern.compile(HEADER);
  private static final Pattern WILDCARD_FORM = Pattern.compile(WILDCARD);
  private static final Pattern PERCENT_FORM = Pattern.compile("[0-9]+%");
  private static final Pattern PORT_NAME_FORM = Pattern.compile("[-a-z0-9]+");
  private static final Pattern PORT_LETTER = Pattern.compile("[a-z]");
  private static final Pattern IPV4_FORM = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern IPV6_FORM =
      Pattern.compile("(?=.*:.*:)[0-9a-fA-F:]+(:\\d+\\.\\d+\\.\\d+\\.\\d+)?");

  private Forms() {}

  /** InclusiveRangeError. */
  static String between(long low, long high) {
    return "must be between " + low + " and " + high + ", inclusive";
  }

  /** IsValidPortNum. */
  static List<String> port(long number) {
    return number < 1 || number > PORTS ? List.of(between(1, PORTS)) : List.of();
  }

  /** IsValidPortName. */
  static List<String> portName(String name) {
    List<String> problems = new ArrayList<>();
    if (name.length() > PORT_NAME_LENGTH) {
      problems.add("must be no more than " + PORT_NAME_LENGTH + " characters");
    }
    if (!PORT_NAME_FORM.matcher(name).matches()) {
      problems.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (!PORT_LETTER.matcher(name).find()) {
      problems.add("must contain at least one letter (a-z)");
    }
    if (name.contains("--")) {
      problems.add("must not contain consecutive hyphens");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      problems.add("must not begin or end with a hyphen");
    }
    return problems;
  }

  static boolean isPercent(String text) {
    return PERCENT_FORM.matcher(text).matches();
  }

  /** IsValidPercent. */
  static List<String> percent(String text) {
    return isPercent(text)
        ? List.of()
        : List.of(
            "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',"
                + "  or '93%', regex used for validation is '[0-9]+%')");
  }

  /** IsRelaxedEnvVarName. */
  static List<String> variable(String name) {
    boolean printable =
        name.chars().allMatch(point -> point >= ' ' && point <= '~' && point != '=');
    return printable
        ? List.of()
        : List.of(
            "a valid environment variable name must consist only of printable ASCII characters"
                + " other than '='");
  }

  /** IsConfigMapKey. */
  static List<String> configKey(String key) {
    List<String> problems = new ArrayList<>();
    if (key.length() > SUBDOMAIN_LENGTH) {
      problems.add("must be no more than " + SUBDOMAIN_LENGTH + " characters");
    }
    if (!KEY_FORM.matcher(key).matches()) {
      problems.add(
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
              + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '"
              + KEY
              + "')");
    }
    if (key.equals(".") || key.equals("..")) {
      problems.add("must not be '" + key + "'");
    } else if (key.startsWith("..")) {
      problems.add("must not start with '..'");
    }
    return problems;
  }

  /** IsHTTPHeaderName. */
  static List<String> header(String name) {
    return HEADER_FORM.matcher(name).matches()
        ? List.of()
        : List.of(
            "a valid HTTP header must consist of alphanumeric characters or '-' (e.g."
                + " 'X-Header-Name', regex used for validation is '"
                + HEADER
                + "')");
  }

  /** IsWildcardDNS1123Subdomain. */
  static List<String> wildcard(String host) {
    List<String> problems = new ArrayList<>();
    if (host.length() > SUBDOMAIN_LENGTH) {
      problems.add("must be no more than " + SUBDOMAIN_LENGTH + " characters");
    }
    if (!WILDCARD_FORM.matcher(host).matches()) {
      problems.add(
          "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain,"
              + " which must consist of lower case alphanumeric characters, '-' or '.' and end with"
              + " an alphanumeric character (e.g. '*.example.com', regex used for validation is '"
              + WILDCARD
              + "')");
    }
    return problems;
  }

  /** ParseIPSloppy. */
  static boolean isAddress(String text) {
    return IPV4_FORM.matcher(text).matches() || IPV6_FORM.matcher(text).matches();
  }

  /** IsValidIPForLegacyField. */
  static List<String> address(String text) {
    return isAddress(text)
        ? List.of()
        : List.of("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
  }
}
