// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.select;

import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import io.kruise.rollouts.testkit.internal.select.LabelSelector.Operator;
import io.kruise.rollouts.testkit.internal.select.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads a label selector, as the Parser of apimachinery's pkg/labels does, with its messages. */
final class LabelSelectorParser {
  private static final Set<String> SYMBOLS = Set.of("!", "=", "==", "!=", ">", "<", "(", ")", ",");
  private static final String END = "";
  private static final String OPERATORS = "in, notin, =, ==, !=, gt, lt";

  private final List<String> tokens;
  private int position;

  LabelSelectorParser(String text) {
    tokens = tokens(text);
  }

  List<Requirement> parse() {
    List<Requirement> requirements = new ArrayList<>();
    while (true) {
      String token = peek();
      if (token.equals(END)) {
        return requirements;
      }
      if (!identifier(token) && !token.equals("!")) {
        throw found(token, "!, identifier, or 'end of string'");
      }
      try {
        requirements.add(requirement());
      } catch (SelectorException e) {
        throw new SelectorException("unable to parse requirement: " + e.getMessage());
      }
      String after = next();
      if (after.equals(END)) {
        return requirements;
      }
      if (!after.equals(",")) {
        throw found(after, "',' or 'end of string'");
      }
      if (!identifier(peek()) && !peek().equals("!")) {
        throw found(peek(), "identifier after ','");
      }
    }
  }

  private Requirement requirement() {
    boolean not = peek().equals("!");
    if (not) {
      next();
    }
    String key = next();
    if (!identifier(key)) {
      throw found(key, "identifier");
    }
    List<String> problems = QualifiedNames.problems(key);
    if (!problems.isEmpty()) {
      throw new SelectorException(
          "<nil>: Invalid value: \"" + key + "\": " + String.join("; ", problems));
    }
    boolean alone = peek().equals(END) || peek().equals(",");
    if (not || alone) {
      return new Requirement(key, not ? Operator.DOES_NOT_EXIST : Operator.EXISTS, Set.of());
    }
    String operator = next();
    return switch (operator) {
      case "in" -> new Requirement(key, Operator.IN, checked(key, values()));
      case "notin" -> new Requirement(key, Operator.NOT_IN, checked(key, values()));
      case "=", "==" -> new Requirement(key, Operator.IN, checked(key, Set.of(value())));
      case "!=" -> new Requirement(key, Operator.NOT_IN, checked(key, Set.of(value())));
      case ">" -> new Requirement(key, Operator.GREATER_THAN, number(value()));
      case "<" -> new Requirement(key, Operator.LESS_THAN, number(value()));
      default -> throw found(operator, OPERATORS);
    };
  }

  private String value() {
    if (peek().equals(END) || peek().equals(",")) {
      return "";
    }
    String value = next();
    if (!identifier(value)) {
      throw found(value, "identifier");
    }
    return value;
  }

  private Set<String> values() {
    String open = next();
    if (!open.equals("(")) {
      throw new SelectorException("found '" + open + "' expected: '('");
    }
    Set<String> values = new TreeSet<>();
    String last = ",";
    while (true) {
      String token = next();
      if (token.equals(")")) {
        if (last.equals(",")) {
          values.add("");
        }
        return values;
      } else if (token.equals(",")) {
        if (last.equals(",")) {
          values.add("");
        }
      } else if (!last.equals(",")) {
        throw found(token, "',' or ')'");
      } else if (!identifier(token)) {
        throw found(token, "',', or identifier");
      } else {
        values.add(token);
      }
      last = token;
    }
  }

  private static Set<String> checked(String key, Set<String> values) {
    for (String value : values) {
      List<String> problems = QualifiedNames.labelValueProblems(value);
      if (!problems.isEmpty()) {
        throw new SelectorException(
            "values[0]["
                + key
                + "]: Invalid value: \""
                + value
                + "\": "
                + String.join("; ", problems));
      }
    }
    return values;
  }

  private static Set<String> number(String value) {
    if (!value.matches("-?\\d{1,18}")) {
      throw new SelectorException(
          "values[0]: Invalid value: \""
              + value
              + "\": for 'Gt', 'Lt' operators, the value must be an integer");
    }
    return Set.of(value);
  }

  private String peek() {
    return tokens.get(Math.min(position, tokens.size() - 1));
  }

  private String next() {
    String token = peek();
    position++;
    return token;
  }

  private static boolean identifier(String token) {
    return !token.equals(END) && !SYMBOLS.contains(token);
  }

  private static SelectorException found(String token, String expected) {
    return new SelectorException("found '" + token + "', expected: " + expected);
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (special(c)) {
        int length = at + 1 < text.length() && SYMBOLS.contains(text.substring(at, at + 2)) ? 2 : 1;
        tokens.add(text.substring(at, at + length));
        at += length;
      } else {
        int from = at;
        while (at < text.length()
            && !special(text.charAt(at))
            && !Character.isWhitespace(text.charAt(at))) {
          at++;
        }
        tokens.add(text.substring(from, at));
      }
    }
    tokens.add(END);
    return tokens;
  }

  private static boolean special(char c) {
    return "=!(),><".indexOf(c) >= 0;
  }
}
