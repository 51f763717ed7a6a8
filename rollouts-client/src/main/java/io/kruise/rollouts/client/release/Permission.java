// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A right that an API server missed, as a Role names it.
 *
 * @param user who has not got it, such as "system:serviceaccount:paas:releaser"
 * @param verb what was to be done, such as "patch"
 * @param apiGroup the resource's group; "" for the core group
 * @param resource the resource, with a subresource after a slash: "rollouts/status"
 * @param namespace where; empty for the whole cluster
 */
public record Permission(
    String user, String verb, String apiGroup, String resource, Optional<String> namespace) {

  /** What the API server writes. Source: apiserver, responsewriters/errors.go, forbiddenMessage. */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "User \"([^\"]*)\" cannot (\\S+) resource \"([^\"]+)\" in API group \"([^\"]*)\""
              + "(?: in the namespace \"([^\"]+)\"| at the cluster scope)");

  /** Checks that all parts are there. */
  public Permission {
    requireNonNull(user, "user");
    requireNonNull(verb, "verb");
    requireNonNull(apiGroup, "apiGroup");
    requireNonNull(resource, "resource");
    requireNonNull(namespace, "namespace");
  }

  /**
   * Reads what the API server says when it refuses a request for want of a right.
   *
   * @param message the message of its Status
   * @return the right; empty when it refused for another reason, such as a webhook or a quota
   */
  public static Optional<Permission> in(String message) {
    Matcher refusal = REFUSAL.matcher(message);
    return refusal.find()
        ? Optional.of(
            new Permission(
                refusal.group(1),
                refusal.group(2),
                refusal.group(4),
                refusal.group(3),
                Optional.ofNullable(refusal.group(5))))
        : Optional.empty();
  }

  /** Such as "patch on rollouts/status of rollouts.kruise.io in the namespace paas, for ci". */
  @Override
  public String toString() {
    return verb
        + " on "
        + resource
        + (apiGroup.isEmpty() ? "" : " of " + apiGroup)
        + namespace.map(name -> " in the namespace " + name).orElse(" in the whole cluster")
        + ", for "
        + user;
  }
}
