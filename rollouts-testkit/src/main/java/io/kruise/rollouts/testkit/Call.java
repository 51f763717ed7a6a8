// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import io.kruise.rollouts.testkit.internal.weather.Asked;
import java.util.Objects;

/**
 * Which calls of the API server are meant, in the words of Kubernetes' own rules of access: a verb
 * and a resource, such as {@code Call.patch("rollouts/status")}. A resource is a plural; what
 * follows a dot is its API group, else it is the plural of any; what follows a slash is the
 * subresource, else only the object itself is meant. {@code "*"} is all of them, subresources
 * included. Immutable.
 *
 * <p>A call of fabric8's may be several: {@code edit} is a get and a patch, {@code patch} of a
 * changed copy as well.
 */
public final class Call {
  private static final String ANY = "*";

  private final String verb;
  private final String resource;
  private final String namespace;
  private final String name;

  private Call(String verb, String resource, String namespace, String name) {
    this.verb = verb;
    this.resource = Objects.requireNonNull(resource, "resource");
    this.namespace = Objects.requireNonNull(namespace, "namespace");
    this.name = Objects.requireNonNull(name, "name");
  }

  private static Call of(String verb, String resource) {
    return new Call(verb, resource, ANY, ANY);
  }

  /**
   * Reads of one object.
   *
   * @param resource such as "rollouts"
   * @return the calls
   */
  public static Call get(String resource) {
    return of("get", resource);
  }

  /**
   * Reads of many objects.
   *
   * @param resource such as "rollouts"
   * @return the calls
   */
  public static Call list(String resource) {
    return of("list", resource);
  }

  /**
   * Watches that are opened; what is told through them is another matter, see {@link
   * Weather#dropWatches}.
   *
   * @param resource such as "rollouts"
   * @return the calls
   */
  public static Call watch(String resource) {
    return of("watch", resource);
  }

  /**
   * POST.
   *
   * @param resource such as "rollouts"
   * @return the calls
   */
  public static Call create(String resource) {
    return of("create", resource);
  }

  /**
   * PUT.
   *
   * @param resource such as "rollouts/status"
   * @return the calls
   */
  public static Call update(String resource) {
    return of("update", resource);
  }

  /**
   * PATCH, of whatever type.
   *
   * @param resource such as "rollouts/status"
   * @return the calls
   */
  public static Call patch(String resource) {
    return of("patch", resource);
  }

  /**
   * DELETE of one object.
   *
   * @param resource such as "rollouts"
   * @return the calls
   */
  public static Call delete(String resource) {
    return of("delete", resource);
  }

  /**
   * Calls of any kind.
   *
   * @param resource such as "rollouts", or "*"
   * @return the calls
   */
  public static Call any(String resource) {
    return of(ANY, resource);
  }

  /**
   * Only those in one namespace.
   *
   * @param only its name
   * @return a copy
   */
  public Call inNamespace(String only) {
    return new Call(verb, resource, only, name);
  }

  /**
   * Only those for one object. Lists and watches are, when their field selector names it.
   *
   * @param only its name
   * @return a copy
   */
  public Call named(String only) {
    return new Call(verb, resource, namespace, only);
  }

  boolean matches(Asked asked) {
    return is(verb, asked.verb())
        && is(namespace, asked.namespace())
        && is(name, asked.name())
        && (resource.equals(ANY) || isFor(asked));
  }

  private static boolean is(String wanted, String actual) {
    return wanted.equals(ANY) || wanted.equals(actual);
  }

  private boolean isFor(Asked asked) {
    int slash = resource.indexOf('/');
    String object = slash < 0 ? resource : resource.substring(0, slash);
    String subresource = slash < 0 ? "" : resource.substring(slash + 1);
    return subresource.equals(asked.subresource())
        && (object.equals(asked.resource())
            || object.equals(asked.resource() + "." + asked.group()));
  }

  /** As it is written, such as {@code patch(rollouts/status).named(demo)}. */
  @Override
  public String toString() {
    return verb
        + "("
        + resource
        + ")"
        + (namespace.equals(ANY) ? "" : ".inNamespace(" + namespace + ")")
        + (name.equals(ANY) ? "" : ".named(" + name + ")");
  }
}
