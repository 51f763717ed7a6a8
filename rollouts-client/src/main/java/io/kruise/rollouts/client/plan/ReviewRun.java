// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One judgement, in the API server's order: schema, decoder, webhook; what is refused ends it. */
final class ReviewRun {
  private final List<Document> others;
  private final Findings findings = new Findings();

  ReviewRun(Collection<Rollout> others) {
    this.others = requireNonNull(others, "others").stream().map(Document::of).toList();
  }

  Review create(Document document) {
    read(document).ifPresent(spec -> judge(document, spec));
    return new Review(findings.inOrder());
  }

  Review update(Document stored, Document changed) {
    Optional<Spec> read = read(changed);
    if (read.isPresent()) {
      Spec spec = read.get();
      judge(changed, spec);
      if (inRelease(stored)) {
        Spec before = SpecReader.read(stored.spec(), new Findings());
        if (!findings.refused()) {
          FixedRules.check(before, spec, findings);
        }
        Doubts.ofUpdate(before, spec, findings);
      }
    }
    return new Review(findings.inOrder());
  }

  /** Terminating ends a release, too; its Rollout is fixed as well. */
  private static boolean inRelease(Document stored) {
    return stored.phase() == RolloutPhase.PROGRESSING || stored.phase() == RolloutPhase.TERMINATING;
  }

  /** Empty when it never reaches the webhook's rules. */
  private Optional<Spec> read(Document document) {
    Names.check(document, findings);
    @Nullable Object value = document.spec();
    if (value != null) {
      RolloutSchema.SPEC.check(value, "spec", findings);
    }
    if (findings.refused()) {
      return Optional.empty();
    }
    Spec spec = SpecReader.read(value, findings);
    return findings.refused() ? Optional.empty() : Optional.of(spec);
  }

  private void judge(Document document, Spec spec) {
    WebhookRules.check(spec, findings);
    others.stream()
        .filter(other -> !other.name().equals(document.name()))
        .filter(document::sharesNamespace)
        .filter(other -> of(other).equals(spec.workload()))
        .findFirst()
        .ifPresent(
            other ->
                findings.webhook(
                    FindingCode.WORKLOAD_TAKEN,
                    "spec.workloadRef",
                    "Conflict Checker",
                    "Rollout "
                        + other.name()
                        + " has this workload; change that one, or delete it first"));
    Doubts.of(document, spec, findings);
    others.stream()
        .filter(other -> !other.name().equals(document.name()))
        .filter(document::sharesNamespace)
        .forEach(other -> Doubts.ofNeighbour(other.name(), of(other), spec.workload(), findings));
  }

  private static Spec.Workload of(Document other) {
    return SpecReader.read(other.spec(), new Findings()).workload();
  }
}
