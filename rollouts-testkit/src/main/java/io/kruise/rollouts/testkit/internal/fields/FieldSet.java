// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A set of fields of an object: at each level, those that are members, and those under which there
 * are members. Elements are spelt as in fieldsV1: "f:name", "k:{…}", "v:…". Changed only while it
 * is made. Source: structured-merge-diff, fieldpath/set.go.
 */
final class FieldSet {
  private static final String SELF = ".";

  private final NavigableSet<String> members = new TreeSet<>();
  private final NavigableMap<String, FieldSet> children = new TreeMap<>();

  /**
   * Reads fieldsV1.
   *
   * @param fields as in managedFields
   * @return the set
   */
  static FieldSet of(JsonNode fields) {
    FieldSet set = new FieldSet();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String element = field.getKey();
      JsonNode below = field.getValue();
      if (element.equals(SELF)) {
        continue;
      }
      if (below.isEmpty() || below.has(SELF)) {
        set.members.add(element);
      }
      FieldSet child = of(below);
      if (!child.isEmpty()) {
        set.children.put(element, child);
      }
    }
    return set;
  }

  /**
   * Writes fieldsV1.
   *
   * @return as in managedFields
   */
  ObjectNode json() {
    ObjectNode json = Json.object();
    TreeSet<String> elements = new TreeSet<>(members);
    elements.addAll(children.keySet());
    for (String element : elements) {
      FieldSet child = children.get(element);
      ObjectNode below = json.putObject(element);
      if (child != null) {
        if (members.contains(element)) {
          below.putObject(SELF);
        }
        below.setAll(child.json());
      }
    }
    return json;
  }

  void add(String element) {
    members.add(element);
  }

  /** The set below an element, to be filled; {@link #prune} takes it away if it stays empty. */
  FieldSet below(String element) {
    return children.computeIfAbsent(element, any -> new FieldSet());
  }

  /** Takes away what holds nothing. */
  FieldSet prune() {
    children.values().removeIf(child -> child.prune().isEmpty());
    return this;
  }

  boolean isEmpty() {
    return members.isEmpty() && children.isEmpty();
  }

  boolean has(String element) {
    return members.contains(element);
  }

  /** What is below an element, empty when nothing is. */
  FieldSet at(String element) {
    return children.getOrDefault(element, new FieldSet());
  }

  /** Shares what it can, so that what nobody changed is known again. */
  FieldSet union(FieldSet other) {
    if (includes(other)) {
      return this;
    }
    FieldSet union = new FieldSet();
    union.members.addAll(members);
    union.members.addAll(other.members);
    union.children.putAll(children);
    other.children.forEach(
        (element, child) -> union.children.merge(element, child, FieldSet::union));
    return union;
  }

  /** Whether all members of another set are members. */
  boolean includes(FieldSet other) {
    return members.containsAll(other.members)
        && other.children.entrySet().stream()
            .allMatch(each -> at(each.getKey()).includes(each.getValue()));
  }

  /** Whether they have a member in common. */
  boolean overlaps(FieldSet other) {
    return !Collections.disjoint(members, other.members)
        || other.children.entrySet().stream()
            .anyMatch(each -> at(each.getKey()).overlaps(each.getValue()));
  }

  /** The same, with a set that is still as {@link #json} wrote it. */
  boolean overlapsStored(JsonNode fields) {
    for (String element : members) {
      if (isStored(element, fields)) {
        return true;
      }
    }
    for (Map.Entry<String, FieldSet> child : children.entrySet()) {
      if (child.getValue().overlapsStored(fields.path(child.getKey()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether all members are in a set that is still as {@link #json} wrote it. */
  boolean isWithinStored(JsonNode fields) {
    for (String element : members) {
      if (!isStored(element, fields)) {
        return false;
      }
    }
    for (Map.Entry<String, FieldSet> child : children.entrySet()) {
      if (!child.getValue().isWithinStored(fields.path(child.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isStored(String element, JsonNode fields) {
    JsonNode below = fields.path(element);
    return !below.isMissingNode() && (below.isEmpty() || below.has(SELF));
  }

  FieldSet intersection(FieldSet other) {
    FieldSet both = new FieldSet();
    both.members.addAll(members);
    both.members.retainAll(other.members);
    children.forEach((element, child) -> both.put(element, child.intersection(other.at(element))));
    return both;
  }

  /** Without the members of another set; what is below them stays. */
  FieldSet difference(FieldSet other) {
    if (!overlaps(other)) {
      return this;
    }
    FieldSet rest = new FieldSet();
    rest.members.addAll(members);
    rest.members.removeAll(other.members);
    children.forEach((element, child) -> rest.put(element, child.difference(other.at(element))));
    return rest;
  }

  /** Without some elements of the first level, and all below them. */
  FieldSet without(List<String> elements) {
    FieldSet rest = new FieldSet();
    rest.members.addAll(members);
    rest.children.putAll(children);
    rest.members.removeAll(elements);
    rest.children.keySet().removeAll(elements);
    return rest;
  }

  private void put(String element, FieldSet child) {
    if (!child.isEmpty()) {
      children.put(element, child);
    }
  }

  /** With the declared fields that lead to members (EnsureNamedFieldsAreMembers). */
  FieldSet withNamed(PatchSchema schema) {
    FieldSet named = new FieldSet();
    named.members.addAll(members);
    children.forEach(
        (element, child) -> {
          boolean field = element.startsWith("f:");
          String name = element.substring(2);
          if (field && schema.declares(name)) {
            named.members.add(element);
          }
          named.children.put(element, child.withNamed(field ? schema.field(name) : schema.items()));
        });
    return named;
  }

  /**
   * The members' paths.
   *
   * @return such as ".spec.replicas" or ".spec.containers[name=\"x\"].image"
   */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    TreeSet<String> elements = new TreeSet<>(members);
    elements.addAll(children.keySet());
    for (String element : elements) {
      String here = Elements.path(element);
      if (members.contains(element)) {
        paths.add(here);
      }
      at(element).paths().forEach(below -> paths.add(here + below));
    }
    return paths;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof FieldSet set
            && members.equals(set.members)
            && children.equals(set.children));
  }

  @Override
  public int hashCode() {
    return members.hashCode() * 31 + children.hashCode();
  }
}
