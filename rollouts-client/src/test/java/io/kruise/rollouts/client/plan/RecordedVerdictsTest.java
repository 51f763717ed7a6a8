// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * 928 Rollouts, and what the API server and the webhook of v0.6.2 said to each. {@code
 * stored.jsonl} has the Rollouts that were there, one for each phase and style.
 */
@Timeout(60)
@DisplayName("the validator against recorded verdicts")
class RecordedVerdictsTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final int ACCEPTED = 300;
  private static final int UNDECODABLE = 400;
  private static final int UNPROCESSABLE = 422;

  private final List<Rollout> stored =
      lines("stored.jsonl").stream().map(RecordedVerdictsTest::inPhase).toList();

  @Test
  @DisplayName("gives each verdict, code and field paths, and knows each unknown field")
  void verdicts() {
    List<String> differences = new ArrayList<>();
    List<Map<String, Object>> cases = lines("cases.jsonl");
    for (Map<String, Object> each : cases) {
      Review review = review(each);
      String ours = verdict(review);
      String theirs = verdict(each);
      if (!ours.equals(theirs)) {
        differences.add(each.get("id") + "\n  ours:   " + ours + "\n  theirs: " + theirs);
      }
    }
    assertThat(cases).hasSize(928);
    assertThat(differences).isEmpty();
  }

  @Test
  @DisplayName("says the same of the typed Rollout")
  void typed() {
    int typed = 0;
    for (Map<String, Object> each : lines("cases.jsonl")) {
      Review review = review(each);
      if (review.findings().stream().noneMatch(RecordedVerdictsTest::cantBeTyped)) {
        Rollout rollout = JSON.convertValue(document(each), Rollout.class);
        assertThat(review(each, rollout)).as("%s", each.get("id")).isEqualTo(review);
        typed++;
      }
    }
    assertThat(typed).isGreaterThan(850);
  }

  private static boolean cantBeTyped(Finding finding) {
    return finding.code() == FindingCode.WRONG_TYPE || finding.code() == FindingCode.NUMBER_TOO_BIG;
  }

  private Review review(Map<String, Object> each) {
    GenericKubernetesResource document =
        JSON.convertValue(document(each), GenericKubernetesResource.class);
    return each.containsKey("update")
        ? RolloutValidator.update(stored(each), document, stored)
        : RolloutValidator.create(document, stored);
  }

  private Review review(Map<String, Object> each, Rollout rollout) {
    return each.containsKey("update")
        ? RolloutValidator.update(stored(each), rollout, stored)
        : RolloutValidator.create(rollout, stored);
  }

  private Rollout stored(Map<String, Object> each) {
    return stored.stream()
        .filter(rollout -> rollout.getMetadata().getName().equals(each.get("update")))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> document(Map<String, Object> each) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("apiVersion", "rollouts.kruise.io/v1beta1");
    document.put("kind", "Rollout");
    document.put("metadata", each.get("metadata"));
    if (each.containsKey("spec")) {
      document.put("spec", each.get("spec"));
    }
    return document;
  }

  private static String verdict(Review review) {
    int code =
        review.findings().stream().anyMatch(each -> each.code() == FindingCode.NUMBER_TOO_BIG)
            ? UNDECODABLE
            : UNPROCESSABLE;
    return (review.accepted() ? "accepted" : code + " " + serverFields(review))
        + " unknown: "
        + review.warnings().stream()
            .filter(each -> each.code() == FindingCode.UNKNOWN_FIELD)
            .map(Finding::field)
            .sorted()
            .toList();
  }

  private static List<String> serverFields(Review review) {
    return review.refusals().stream()
        .map(Finding::serverField)
        .filter(each -> !each.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  /** A field is called unknown in an answer that accepts; a refusal is all that is answered. */
  private static String verdict(Map<String, Object> each) {
    int code = ((Number) Objects.requireNonNull(each.get("code"))).intValue();
    return (code < ACCEPTED ? "accepted" : code + " " + each.get("fields"))
        + " unknown: "
        + each.getOrDefault("unknown", List.of());
  }

  private static Rollout inPhase(Map<String, Object> each) {
    Rollout rollout = JSON.convertValue(document(each), Rollout.class);
    RolloutStatus status = new RolloutStatus();
    status.setPhase(RolloutPhase.of((String) each.get("phase")).value());
    rollout.setStatus(status);
    return rollout;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> lines(String name) {
    try (InputStream in = RecordedVerdictsTest.class.getResourceAsStream("/admission/" + name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n"))
          .map(line -> (Map<String, Object>) JSON.unmarshal(line, Map.class))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
