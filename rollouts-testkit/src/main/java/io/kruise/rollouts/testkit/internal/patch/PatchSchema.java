// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * How the parts of an object are merged, from the {@code x-kubernetes-*} marks of its schema. Never
 * null: what the schema doesn't know is {@link #UNKNOWN}.
 */
public interface PatchSchema {

  /**
   * The schema of a field.
   *
   * @param name a property, or any key of a map
   * @return its schema
   */
  PatchSchema field(String name);

  /**
   * The schema of a list's elements.
   *
   * @return their schema
   */
  PatchSchema items();

  /**
   * How a strategic merge patch treats this field.
   *
   * @return any of "merge", "replace", "retainKeys"; empty when nothing is said
   */
  List<String> patchStrategies();

  /**
   * By which field of its elements a strategic merge patch merges this list.
   *
   * @return such as "name"; "" for a list of scalars, or one that is replaced
   */
  String patchMergeKey();

  /**
   * How server-side apply treats this list.
   *
   * @return "atomic", "set" or "map"
   */
  String listType();

  /**
   * By which fields server-side apply tells the elements of a "map" list apart.
   *
   * @return such as "containerPort" and "protocol"
   */
  List<String> listMapKeys();

  /**
   * Whether server-side apply treats this object as one value.
   *
   * @return whether its map type is "atomic"
   */
  boolean atomicMap();

  /**
   * Whether a field is declared, and so no mere key of a map.
   *
   * @param name its name
   * @return whether the schema has a property of this name
   */
  boolean declares(String name);

  /**
   * What an absent value becomes.
   *
   * @return the default; a missing node when there is none
   */
  JsonNode defaultValue();

  /** Nothing is known: lists are atomic, objects are merged field by field. */
  PatchSchema UNKNOWN =
      new PatchSchema() {
        @Override
        public PatchSchema field(String name) {
          return this;
        }

        @Override
        public PatchSchema items() {
          return this;
        }

        @Override
        public List<String> patchStrategies() {
          return List.of();
        }

        @Override
        public String patchMergeKey() {
          return "";
        }

        @Override
        public String listType() {
          return "atomic";
        }

        @Override
        public List<String> listMapKeys() {
          return List.of();
        }

        @Override
        public boolean atomicMap() {
          return false;
        }

        @Override
        public boolean declares(String name) {
          return false;
        }

        @Override
        public JsonNode defaultValue() {
          return MissingNode.getInstance();
        }
      };
}
