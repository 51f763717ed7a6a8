// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.contract;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("over Vert.x")
class VertxHttpContractTest {
  private static final HttpClient.Factory HTTP =
      new VertxHttpClientFactory(
          Vertx.vertx(
              new VertxOptions()
                  .setEventLoopPoolSize(1)
                  .setInternalBlockingPoolSize(1)
                  .setUseDaemonThread(true)));

  @Nested
  class Approve extends ApproveContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }
  }

  @Nested
  class ApproveGate extends ApproveGateContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }
  }

  @Nested
  class ApproveTrouble extends ApproveTroubleContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }
  }

  @Nested
  class ApproveBySpec extends ApproveBySpecContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }
  }

  @Nested
  class Wait extends WaitContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }
  }

  @Nested
  class Look extends LookContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }
  }

  @Nested
  class Leak extends LeakContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }
  }
}
