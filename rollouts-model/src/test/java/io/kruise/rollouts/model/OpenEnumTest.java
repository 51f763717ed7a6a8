// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An enumeration that may be extended")
class OpenEnumTest {

  static Stream<OpenEnum> constants() {
    return ModuleClasses.openEnums().stream().flatMap(Stream::of);
  }

  static List<Class<?>> enums() {
    return ModuleClasses.openEnums().stream()
        .<Class<?>>map(constants -> constants[0].getClass())
        .toList();
  }

  @DisplayName("has each constant under its value")
  @ParameterizedTest
  @MethodSource("constants")
  void findsEachConstant(OpenEnum constant) throws ReflectiveOperationException {
    assertThat(of(constant.getClass(), constant.value())).isSameAs(constant);
  }

  @DisplayName("has UNKNOWN for any other value")
  @ParameterizedTest
  @MethodSource("enums")
  void mapsOthersToUnknown(Class<?> type) throws ReflectiveOperationException {
    for (String other : List.of("Approved", "COMPLETED", "stepready", " ", "None")) {
      assertThat(of(type, other)).hasToString("UNKNOWN");
    }
  }

  @DisplayName("has UNKNOWN for no value and an empty one, but where those have a meaning")
  @ParameterizedTest
  @MethodSource("enums")
  void mapsAbsentToUnknown(Class<?> type) throws ReflectiveOperationException {
    String expected = type == FinalisingStep.class ? "NONE" : "UNKNOWN";

    assertThat(of(type, null)).hasToString(expected);
    assertThat(of(type, "")).hasToString(expected);
  }

  @DisplayName("of step states knows Completed, and takes the misspelled Complete as unknown")
  @Test
  void knowsCompleted() {
    assertThat(StepState.of("Completed")).isEqualTo(StepState.COMPLETED);
    assertThat(StepState.of("Complete")).isEqualTo(StepState.UNKNOWN);
  }

  @DisplayName("of finalising steps begins with none")
  @ParameterizedTest
  @NullAndEmptySource
  void beginsWithNone(@Nullable String value) {
    assertThat(FinalisingStep.of(value)).isEqualTo(FinalisingStep.NONE);
  }

  @DisplayName("has the values of the controller where its spelling is uneven")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "FinalisingStepRouteTrafficToStable",
        "RestoreStableService",
        "END",
        "WaitEndless"
      })
  void knowsUnevenSpelling(String value) {
    assertThat(FinalisingStep.of(value).value()).isEqualTo(value);
  }

  private static Object of(Class<?> type, @Nullable String value)
      throws ReflectiveOperationException {
    return type.getMethod("of", String.class).invoke(null, value);
  }
}
