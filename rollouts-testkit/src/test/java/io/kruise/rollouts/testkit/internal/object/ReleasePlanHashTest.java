// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Hashes that the real controller gave. */
class ReleasePlanHashTest {
  private static final String PLAN =
      "{'rolloutID':'5cc9db984','rollingStyle':'Partition','enableExtraWorkloadForCanary':false,"
          + "'batches':[{'canaryReplicas':1},{'canaryReplicas':'100%'}],'batchPartition':0}";

  @Test
  void isThatOfTheRealController() throws Exception {
    assertThat(hash(PLAN))
        .isEqualTo("962e2fd1ac602cfd9da1ca566852a50cc442c850da0a9fd1cbdcaf1854205703");
    assertThat(hash(PLAN.replace("'batchPartition':0", "'batchPartition':1")))
        .isEqualTo("e1872ad9497f2453b03e39d7acff6d9ecf172e876d4063b934b488721206d586");
  }

  private static String hash(String plan) throws Exception {
    return ReleasePlanHash.of(Json.parse(plan.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }
}
