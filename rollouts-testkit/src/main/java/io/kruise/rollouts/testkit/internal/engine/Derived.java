// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What was worked out of stored trees, kept for the trees that were asked about last. As a stored
 * tree is never changed, the same node always gives the same, so that this changes nothing but the
 * time that it takes. Not thread-safe.
 */
final class Derived {
  /** Several times the trees that one release is about. */
  private static final int KEPT = 256;

  /** One question about one node: both are themselves and not what they are equal to. */
  private static final class Question {
    private final JsonNode tree;
    private final Function<? super JsonNode, ?> work;

    private Question(JsonNode tree, Function<? super JsonNode, ?> work) {
      this.tree = tree;
      this.work = work;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(Object other) {
      return other instanceof Question question && question.tree == tree && question.work == work;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(tree) * 31 + System.identityHashCode(work);
    }
  }

  private final Map<Question, Object> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Object> eldest) {
          return size() > KEPT;
        }
      };

  /** What follows from a tree, worked out unless it is known; what fails is not kept. */
  @SuppressWarnings("unchecked")
  <T> T of(JsonNode tree, Function<? super JsonNode, T> work) {
    Question question = new Question(tree, work);
    Object known = answers.get(question);
    if (known == null) {
      known = work.apply(tree);
      answers.put(question, known);
    }
    return (T) known; // this function's own answer
  }
}
