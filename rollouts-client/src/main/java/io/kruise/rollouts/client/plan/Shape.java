// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value of a document may be, as the schema has it. A document is what JSON parsers give:
 * maps, lists, texts, numbers, booleans. A null in a map is taken as absent, as the API server
 * does.
 */
sealed interface Shape {
  /** Says what is wrong with a value that is there. */
  void check(Object value, String path, Findings findings);

  /** An object with known fields. */
  record Fields(Map<String, Shape> known, Set<String> required) implements Shape {
    @Override
    public void check(Object value, String path, Findings findings) {
      if (!(value instanceof Map<?, ?> fields)) {
        wrongType(value, "an object", path, findings);
        return;
      }
      fields.forEach((name, each) -> checkField(String.valueOf(name), each, path, findings));
      required.stream()
          .sorted()
          .filter(name -> fields.get(name) == null)
          .forEach(
              name ->
                  findings.schema(
                      FindingCode.MISSING, path + "." + name, "it is required; set it"));
    }

    private void checkField(String name, @Nullable Object value, String path, Findings findings) {
      String field = path + "." + name;
      @Nullable Shape shape = known.get(name);
      if (shape == null) {
        findings.warn(
            FindingCode.UNKNOWN_FIELD,
            field,
            "the API server knows no such field and drops it; take it out, or correct its name");
      } else if (value != null) {
        shape.check(value, field, findings);
      }
    }
  }

  /** A list; where it is keyed, no two of its objects have one name. */
  record Items(Shape item, int max, boolean keyed) implements Shape {
    @Override
    public void check(Object value, String path, Findings findings) {
      if (!(value instanceof List<?> items)) {
        wrongType(value, "a list", path, findings);
        return;
      }
      if (items.size() > max) {
        findings.schema(
            FindingCode.TOO_MANY,
            path,
            "it has " + items.size() + " entries, and may have " + max + "; take some out");
      }
      for (int i = 0; i < items.size(); i++) {
        @Nullable Object each = items.get(i);
        String at = path + "[" + i + "]";
        if (each == null) {
          wrongType("null", "an entry", at, findings);
        } else {
          item.check(each, at, findings);
        }
      }
      if (keyed && items.stream().allMatch(each -> each == null || each instanceof Map<?, ?>)) {
        checkNames(items, path, findings);
      }
    }

    /** Of entries with one name, the second is reported; those without a name have one, too. */
    private static void checkNames(List<?> items, String path, Findings findings) {
      Map<Object, Integer> times = new HashMap<>();
      for (int i = 0; i < items.size(); i++) {
        @Nullable Object name = items.get(i) instanceof Map<?, ?> map ? map.get("name") : null;
        Object key = name == null ? List.of() : List.of(name);
        if (times.merge(key, 1, Integer::sum) == 2) {
          findings.schema(
              FindingCode.DUPLICATE,
              path + "[" + i + "]",
              (name == null ? "an entry without a name" : "an entry named " + name)
                  + " is there already; keep one");
        }
      }
    }
  }

  /** A text. */
  record Text(int min, int max, @Nullable Pattern pattern, List<String> words) implements Shape {
    @Override
    public void check(Object value, String path, Findings findings) {
      if (!(value instanceof String text)) {
        wrongType(value, "a text", path, findings);
        return;
      }
      int length = text.codePointCount(0, text.length());
      if (length > max) {
        findings.schema(
            FindingCode.TOO_LONG,
            path,
            "it has " + length + " characters, and may have " + max + "; shorten it");
      } else if (length < min || (pattern != null && !pattern.matcher(text).find())) {
        findings.schema(
            FindingCode.MALFORMED,
            path,
            length < min
                ? "it is empty; fill it in"
                : "\"" + text + "\" has characters that aren't allowed; write " + pattern);
      }
      if (!words.isEmpty() && !words.contains(text)) {
        findings.schema(
            FindingCode.UNKNOWN_WORD,
            path,
            "\"" + text + "\" is not known; write one of " + String.join(", ", words));
      }
    }
  }

  /** A whole number. */
  record Whole() implements Shape {
    @Override
    public void check(Object value, String path, Findings findings) {
      if (whole(value) == null) {
        wrongType(value, "a whole number", path, findings);
      }
    }
  }

  /** A whole number or a text. */
  record WholeOrText() implements Shape {
    @Override
    public void check(Object value, String path, Findings findings) {
      if (!(value instanceof String) && whole(value) == null) {
        wrongType(value, "a whole number, or a text such as \"50%\"", path, findings);
      }
    }
  }

  /** True or false. */
  record Flag() implements Shape {
    @Override
    public void check(Object value, String path, Findings findings) {
      if (!(value instanceof Boolean)) {
        wrongType(value, "true or false, without quotes", path, findings);
      }
    }
  }

  /** An object of texts, under any name. */
  record Texts() implements Shape {
    @Override
    public void check(Object value, String path, Findings findings) {
      if (!(value instanceof Map<?, ?> texts)) {
        wrongType(value, "an object", path, findings);
        return;
      }
      texts.forEach(
          (name, each) -> {
            if (each != null && !(each instanceof String)) {
              wrongType(each, "a text, in quotes", path + "." + name, findings);
            }
          });
    }
  }

  private static void wrongType(Object value, String wanted, String path, Findings findings) {
    findings.schema(
        FindingCode.WRONG_TYPE, path, "it must be " + wanted + ", and is " + shown(value));
  }

  private static String shown(Object value) {
    if (value instanceof Map<?, ?>) {
      return "an object";
    }
    if (value instanceof List<?>) {
      return "a list";
    }
    return value instanceof String text ? "the text \"" + text + "\"" : value.toString();
  }

  /** The whole number that a value is; null when it is none. 2.0 is one to the API server. */
  static @Nullable BigInteger whole(Object value) {
    if (!(value instanceof Number number)) {
      return null;
    }
    try {
      return new BigDecimal(number.toString()).toBigIntegerExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }
}
