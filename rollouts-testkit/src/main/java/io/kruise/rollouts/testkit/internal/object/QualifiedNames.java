// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The forms of names, keys and label values. Source: apimachinery, pkg/util/validation,
 * validation.go.
 */
public final class QualifiedNames {
  private static final String NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
  private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";

  private static final Pattern NAME_FORM = Pattern.compile(NAME);
  private static final Pattern LABEL_FORM = Pattern.compile(LABEL);
  private static final Pattern SUBDOMAIN_FORM = Pattern.compile(SUBDOMAIN);
  private static final Pattern LABEL_1035_FORM = Pattern.compile(LABEL_1035);

  private static final int LABEL_LENGTH = 63;
  private static final int SUBDOMAIN_LENGTH = 253;

  private static final String ALPHANUMERIC =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character";

  private QualifiedNames() {}

  /**
   * IsQualifiedName: a name with an optional prefix, as label keys and finalizers are.
   *
   * @param value the key
   * @return what is wrong with it
   */
  public static List<String> problems(String value) {
    String form =
        " (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '"
            + NAME
            + "')";
    List<String> problems = new ArrayList<>();
    String[] parts = value.split("/", -1);
    if (parts.length > 2) {
      problems.add(
          "a qualified name "
              + ALPHANUMERIC
              + form
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
      return problems;
    }
    if (parts.length == 2) {
      if (parts[0].isEmpty()) {
        problems.add("prefix part must be non-empty");
      } else {
        subdomainProblems(parts[0]).forEach(problem -> problems.add("prefix part " + problem));
      }
    }
    String name = parts[parts.length - 1];
    if (name.isEmpty()) {
      problems.add("name part must be non-empty");
    } else if (name.length() > LABEL_LENGTH) {
      problems.add("name part " + tooLong(LABEL_LENGTH));
    }
    if (!NAME_FORM.matcher(name).matches()) {
      problems.add("name part " + ALPHANUMERIC + form);
    }
    return problems;
  }

  /**
   * IsValidLabelValue.
   *
   * @param value the label's value
   * @return what is wrong with it
   */
  public static List<String> labelValueProblems(String value) {
    List<String> problems = new ArrayList<>();
    if (value.length() > LABEL_LENGTH) {
      problems.add(tooLong(LABEL_LENGTH));
    }
    if (!value.isEmpty() && !NAME_FORM.matcher(value).matches()) {
      problems.add(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_'"
              + " or '.', and must start and end with an alphanumeric character (e.g. 'MyValue', "
              + " or 'my_value',  or '12345', regex used for validation is '("
              + NAME
              + ")?')");
    }
    return problems;
  }

  /**
   * IsDNS1123Label.
   *
   * @param value the name
   * @return what is wrong with it
   */
  public static List<String> labelProblems(String value) {
    List<String> problems = new ArrayList<>();
    if (value.length() > LABEL_LENGTH) {
      problems.add(tooLong(LABEL_LENGTH));
    }
    if (!LABEL_FORM.matcher(value).matches()) {
      problems.add(
          SUBDOMAIN_FORM.matcher(value).matches()
              ? "must not contain dots"
              : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                  + " '-', and must start and end with an alphanumeric character (e.g. 'my-name', "
                  + " or '123-abc', regex used for validation is '"
                  + LABEL
                  + "')");
    }
    return problems;
  }

  /**
   * IsDNS1123Subdomain.
   *
   * @param value the name
   * @return what is wrong with it
   */
  public static List<String> subdomainProblems(String value) {
    List<String> problems = new ArrayList<>();
    if (value.length() > SUBDOMAIN_LENGTH) {
      problems.add(tooLong(SUBDOMAIN_LENGTH));
    }
    if (!SUBDOMAIN_FORM.matcher(value).matches()) {
      problems.add(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
              + " or '.', and must start and end with an alphanumeric character (e.g."
              + " 'example.com', regex used for validation is '"
              + SUBDOMAIN
              + "')");
    }
    return problems;
  }

  /**
   * IsDNS1035Label.
   *
   * @param value the name
   * @return what is wrong with it
   */
  public static List<String> label1035Problems(String value) {
    List<String> problems = new ArrayList<>();
    if (value.length() > LABEL_LENGTH) {
      problems.add(tooLong(LABEL_LENGTH));
    }
    if (!LABEL_1035_FORM.matcher(value).matches()) {
      problems.add(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with"
              + " an alphabetic character, and end with an alphanumeric character (e.g. 'my-name', "
              + " or 'abc-123', regex used for validation is '"
              + LABEL_1035
              + "')");
    }
    return problems;
  }

  /**
   * ValidatePathSegmentName: what holds for every name.
   *
   * @param value the name
   * @return what is wrong with it
   */
  public static List<String> pathSegmentProblems(String value) {
    if (value.equals(".") || value.equals("..")) {
      return List.of("may not be '" + value + "'");
    }
    List<String> problems = new ArrayList<>();
    for (String illegal : List.of("/", "%")) {
      if (value.contains(illegal)) {
        problems.add("may not contain '" + illegal + "'");
      }
    }
    return problems;
  }

  private static String tooLong(int limit) {
    return "must be no more than " + limit + " characters";
  }
}
