// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Format;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The formats that Kubernetes checks in custom resources; any other is ignored.
 * (k8s.io/apiextensions-apiserver/pkg/apiserver/validation/formats.go, kube-openapi's strfmt)
 */
final class Formats {
  private static final String HEX = "[0-9a-fA-F]";
  private static final String OCTET = "0*(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final String IPV4 = OCTET + "(\\." + OCTET + "){3}";
  private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9a-fA-F:.]+");
  private static final Pattern TIME =
      Pattern.compile("([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))");

  private static final Map<String, Predicate<String>> KNOWN =
      Map.ofEntries(
          Map.entry("date", Formats::date),
          Map.entry("datetime", Formats::dateTime),
          Map.entry("duration", Formats::duration),
          Map.entry("uri", Formats::uri),
          Map.entry("password", text -> true),
          Map.entry("ipv6", Formats::ipv6),
          Map.entry("ipv4", matching(IPV4)),
          Map.entry("cidr", Formats::cidr),
          Map.entry("mac", matching(HEX + "{2}([:-]" + HEX + "{2}){5}(([:-]" + HEX + "{2}){2})?")),
          Map.entry("email", matching("[^@\\s]+@[^@\\s]+")),
          Map.entry(
              "hostname",
              matching(
                  "(?=.{1,255}$)[\\p{L}\\p{S}0-9](-?[\\p{L}\\p{S}0-9]){0,62}"
                      + "(\\.[\\p{L}\\p{S}0-9](-?[\\p{L}\\p{S}0-9]){0,62})*\\.?")),
          Map.entry("byte", matching("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")),
          Map.entry("uuid", uuid(HEX, HEX)),
          Map.entry("uuid3", uuid("3", HEX)),
          Map.entry("uuid4", uuid("4", "[89abAB]")),
          Map.entry("uuid5", uuid("5", "[89abAB]")));

  private record Checked(String getName, Predicate<String> rule) implements Format {
    @Override
    public boolean matches(ExecutionContext context, String value) {
      return rule.test(value);
    }
  }

  private Formats() {}

  /**
   * Whether a format is checked.
   *
   * @param format as a schema writes it, such as "date-time"
   * @return whether it is known
   */
  static boolean known(String format) {
    return KNOWN.containsKey(normal(format));
  }

  /**
   * A format's check.
   *
   * @param format as a schema writes it, one that is known
   * @return the check, under that name
   */
  static Format named(String format) {
    Predicate<String> rule = KNOWN.get(normal(format));
    if (rule == null) {
      throw new IllegalArgumentException("no format " + format);
    }
    return new Checked(format, rule);
  }

  /**
   * The names under which schemas may ask for formats.
   *
   * @return the known ones, and "date-time"
   */
  static List<String> names() {
    return java.util.stream.Stream.concat(
            KNOWN.keySet().stream(), java.util.stream.Stream.of("date-time"))
        .toList();
  }

  private static String normal(String format) {
    return format.replace("-", "");
  }

  private static Predicate<String> matching(String pattern) {
    return Pattern.compile(pattern).asMatchPredicate();
  }

  private static Predicate<String> uuid(String version, String variant) {
    return matching(
        HEX + "{8}-?" + HEX + "{4}-?" + version + HEX + "{3}-?" + variant + HEX + "{3}-?" + HEX
            + "{12}");
  }

  private static boolean date(String text) {
    try {
      LocalDate.parse(text);
      return text.length() == 10;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean dateTime(String text) {
    String[] halves = text.toLowerCase(Locale.ROOT).split("t", 3);
    if (halves.length < 2 || !date(halves[0])) {
      return false;
    }
    var time = TIME.matcher(halves[1]);
    return time.matches()
        && time.group(1).compareTo("23") <= 0
        && time.group(2).compareTo("59") <= 0
        && time.group(3).compareTo("59") <= 0;
  }

  private static boolean duration(String text) {
    return text.matches("[-+]?(0|((\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)")
        || text.matches(
            "(?i).*\\d\\s*(ns|nano.*|us|µs|micro.*|ms|milli.*|s|sec.*|m|min.*|h|hr|hour.*|d|day.*"
                + "|w|wk|week.*).*");
  }

  private static boolean uri(String text) {
    try {
      URI uri = new URI(text);
      return uri.isAbsolute() || text.startsWith("/");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean ipv6(String text) {
    if (!text.contains(":") || !IPV6_CHARACTERS.matcher(text).matches()) {
      return false;
    }
    try {
      return new URI("http://[" + text + "]/").getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean cidr(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
      return false;
    }
    String address = text.substring(0, slash);
    int bits = Integer.parseInt(text.substring(slash + 1));
    return address.contains(":")
        ? ipv6(address) && bits <= 128
        : address.matches(IPV4) && bits <= 32;
  }
}
