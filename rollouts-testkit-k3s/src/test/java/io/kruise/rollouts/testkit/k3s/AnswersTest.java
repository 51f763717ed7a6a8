// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.testkit.k3s.Answers.Answer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a release would be captured")
class AnswersTest {
  private static final Answer DENIED =
      new Answer(403, "admission webhook \"vrollout.kb.io\" denied the request: empty steps");
  private static final Answer NO_ENDPOINTS =
      new Answer(500, "failed calling webhook \"vrollout.kb.io\": no endpoints available");

  @Test
  @DisplayName("when the invalid is denied, and the valid accepted")
  void captured() {
    assertThat(Answers.toInvalid(DENIED)).isEmpty();
    assertThat(Answers.toOldVersion(Answer.ACCEPTED)).isEmpty();
    assertThat(Answers.toWorkload(Answer.ACCEPTED)).isEmpty();
  }

  @Test
  @DisplayName("but not when an invalid Rollout passes")
  void validatingNotAsked() {
    assertThat(Answers.toInvalid(Answer.ACCEPTED))
        .hasValueSatisfying(amiss -> assertThat(amiss).contains("is not asked"));
  }

  @Test
  @DisplayName("but not when it is refused by somebody else than the webhook")
  void validatingSilent() {
    assertThat(Answers.toInvalid(NO_ENDPOINTS))
        .hasValueSatisfying(
            amiss -> assertThat(amiss).contains("does not answer", "500", "no endpoints"));
  }

  @Test
  @DisplayName("but not when an old version is not converted")
  void conversionSilent() {
    assertThat(Answers.toOldVersion(NO_ENDPOINTS))
        .hasValueSatisfying(amiss -> assertThat(amiss).contains("v1alpha1"));
  }

  @Test
  @DisplayName("but not when the workload's webhook is silent")
  void mutatingSilent() {
    assertThat(Answers.toWorkload(NO_ENDPOINTS))
        .hasValueSatisfying(amiss -> assertThat(amiss).contains("workload's webhook"));
  }
}
