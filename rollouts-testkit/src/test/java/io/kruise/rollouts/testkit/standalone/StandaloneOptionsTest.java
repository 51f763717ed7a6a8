// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("the command line")
class StandaloneOptionsTest {

  @Test
  @DisplayName("may be empty: any free port, our time, no file")
  void none() {
    assertThat(StandaloneOptions.parse(List.of()))
        .isEqualTo(new StandaloneOptions(0, Optional.empty(), 1, false));
  }

  @Test
  @DisplayName("takes all options in any order, with their values apart or after an equals sign")
  void all() {
    StandaloneOptions wanted = new StandaloneOptions(8001, Optional.of(Path.of("a=b")), 2.5, false);
    assertThat(
            StandaloneOptions.parse(
                List.of("--port", "8001", "--kubeconfig", "a=b", "--speed", "2.5")))
        .isEqualTo(wanted);
    assertThat(StandaloneOptions.parse(List.of("--speed=2.5", "--kubeconfig=a=b", "--port=8001")))
        .isEqualTo(wanted);
    assertThat(StandaloneOptions.parse(List.of("--port=1", "--help")).help()).isTrue();
    assertThat(StandaloneOptions.parse(List.of("-h")).help()).isTrue();
  }

  @Test
  @DisplayName("has its options in the help")
  void help() {
    assertThat(StandaloneOptions.HELP).contains("--port N", "--kubeconfig FILE", "--speed N");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--ports 1     | there is no option --ports: see --help",
        "8001          | there is no option 8001: see --help",
        "--port        | option --port needs a value: see --help",
        "--port=       | option --port needs a value: see --help",
        "--kubeconfig --port 1 | option --kubeconfig needs a value: see --help",
        "--port x      | --port is a number from 0 to 65535, not 'x'",
        "--port -1     | --port is a number from 0 to 65535, not '-1'",
        "--port 65536  | --port is a number from 0 to 65535, not '65536'",
        "--speed x     | --speed is a number above 0 and at most 100000, not 'x'",
        "--speed 0     | --speed is a number above 0 and at most 100000, not '0'",
        "--speed 1e6   | --speed is a number above 0 and at most 100000, not '1e6'"
      })
  @DisplayName("is refused with what is wrong")
  void wrong(String line, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StandaloneOptions.parse(List.of(line.split(" "))))
        .withMessage(message);
  }
}
