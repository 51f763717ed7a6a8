// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
@DisplayName("resource versions")
class ResourceVersionsTest {

  @ParameterizedTest(name = "{0} newer than {1}: {2}")
  @CsvSource({
    "101,                  100,                  true",
    "100,                  101,                  false",
    "100,                  100,                  false",
    "1000,                 999,                  true",
    "999,                  1000,                 false",
    "9,                    10,                   false",
    "18446744073709551616, 18446744073709551615, true",
    "18446744073709551615, 18446744073709551616, false",
    "1,                    '',                   true",
    "'',                   1,                    true",
    "'',                   '',                   false",
    "abc,                  abd,                  true",
    "abd,                  abc,                  true",
    "abc,                  abc,                  false",
    "abc,                  100,                  true",
    "-5,                   100,                  true"
  })
  @DisplayName("numbers by size, whatever their length; other texts by being different")
  void order(String version, String than, boolean newer) {
    assertThat(ResourceVersions.isNewer(version, than)).isEqualTo(newer);
  }
}
