// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class OptionsTest {

  @Test
  @DisplayName("without arguments: kubectl's kubeconfig, the default namespace, and clean up")
  void defaults() {
    assertThat(Options.parse(List.of()))
        .isEqualTo(new Options(Optional.empty(), "rollouts-quickstart", false, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--kubeconfig dir/kc --namespace demo --keep",
        "--keep --namespace=demo --kubeconfig=dir/kc",
        "--namespace other --namespace demo --keep --kubeconfig dir/kc"
      })
  @DisplayName("options come in any order, with a blank or '=', and the last one counts")
  void all(String line) {
    assertThat(Options.parse(List.of(line.split(" "))))
        .isEqualTo(new Options(Optional.of(Path.of("dir/kc")), "demo", true, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "--keep --help"})
  void help(String line) {
    assertThat(Options.parse(List.of(line.split(" "))).help()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--frob            | there is no option --frob: see quickstart --help",
        "demo              | there is no option demo: see quickstart --help",
        "--keep=yes        | there is no option --keep=yes: see quickstart --help",
        "--namespace       | option --namespace needs a value: see quickstart --help",
        "--namespace --keep| option --namespace needs a value: see quickstart --help",
        "--kubeconfig=     | option --kubeconfig needs a value: see quickstart --help",
        "--namespace=Demo_1| 'Demo_1' can't be the name of a namespace: use lower-case letters, digits and '-', at most 63"
      })
  @DisplayName("a wrong command line is told in a sentence")
  void wrong(String line, String sentence) {
    assertThatThrownBy(() -> Options.parse(List.of(line.split(" "))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }
}
