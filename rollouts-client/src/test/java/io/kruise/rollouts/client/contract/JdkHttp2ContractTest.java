// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.contract;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("over the JDK's HTTP client and HTTP/2")
class JdkHttp2ContractTest {
  private static final HttpClient.Factory HTTP = new JdkHttpClientFactory();

  @Nested
  class Approve extends ApproveContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }

    @Override
    boolean http2() {
      return true;
    }
  }

  @Nested
  class ApproveGate extends ApproveGateContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }

    @Override
    boolean http2() {
      return true;
    }
  }

  @Nested
  class ApproveTrouble extends ApproveTroubleContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }

    @Override
    boolean http2() {
      return true;
    }
  }

  @Nested
  class ApproveBySpec extends ApproveBySpecContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }

    @Override
    boolean http2() {
      return true;
    }
  }

  @Nested
  class Wait extends WaitContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }

    @Override
    boolean http2() {
      return true;
    }
  }

  @Nested
  class Look extends LookContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }

    @Override
    boolean http2() {
      return true;
    }
  }

  @Nested
  class Leak extends LeakContract {
    @Override
    HttpClient.Factory http() {
      return HTTP;
    }

    @Override
    boolean http2() {
      return true;
    }
  }
}
