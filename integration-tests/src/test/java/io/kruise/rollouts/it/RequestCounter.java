// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what a client really sends. */
final class RequestCounter implements Interceptor {
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger watches = new AtomicInteger();

  void countIn(HttpClient.Builder builder) {
    builder.addOrReplaceInterceptor("count", this);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (request.uri().toString().contains("watch=true")) {
      watches.incrementAndGet();
    } else if (request.method().equals("GET")) {
      reads.incrementAndGet();
    } else {
      writes.incrementAndGet();
    }
  }

  int reads() {
    return reads.get();
  }

  int writes() {
    return writes.get();
  }

  int watches() {
    return watches.get();
  }
}
