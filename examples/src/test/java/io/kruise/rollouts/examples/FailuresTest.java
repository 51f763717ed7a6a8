// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.RolloutsNotInstalledException;
import io.kruise.rollouts.client.StepTimeoutException;
import io.kruise.rollouts.client.readiness.StepExpectation;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class FailuresTest {
  private static final RolloutRef DEMO = new RolloutRef("demo", "rollouts-demo");
  private static final String FORBIDDEN =
      "rollouts.rollouts.kruise.io \"rollouts-demo\" is forbidden: User \"jane\" cannot patch"
          + " resource \"rollouts/status\" in API group \"rollouts.kruise.io\" in the namespace"
          + " \"demo\"";

  private final Failures failures = new Failures("https://host/", "demo");

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void sentences(String situation, Throwable failure, String sentence) {
    assertThat(failures.sentence(failure)).isEqualTo(sentence);
  }

  static Stream<Arguments> sentences() {
    return Stream.of(
        arguments(
            "its own",
            new DemoFailedException("wanted this, saw that:\n  do so"),
            "wanted this, saw that: do so"),
        arguments(
            "too few rights, on a subresource",
            refused(403, FORBIDDEN),
            "user \"jane\" may not patch rollouts.rollouts.kruise.io/status in the namespace"
                + " \"demo\": ask for that right, or give another kubeconfig with --kubeconfig"),
        arguments(
            "too few rights, as an informer wraps it",
            new KubernetesClientException("oops", new ExecutionException(refused(403, FORBIDDEN))),
            "user \"jane\" may not patch rollouts.rollouts.kruise.io/status in the namespace"
                + " \"demo\": ask for that right, or give another kubeconfig with --kubeconfig"),
        arguments(
            "too few rights, on a kind of the core group and the whole cluster",
            refused(
                403,
                "namespaces is forbidden: User \"jane\" cannot create resource \"namespaces\" in"
                    + " API group \"\" at the cluster scope"),
            "user \"jane\" may not create namespaces at the cluster scope: ask for that right, or"
                + " give another kubeconfig with --kubeconfig"),
        arguments(
            "refused for another cause",
            refused(403, "pods \"x\" is forbidden: exceeded quota"),
            "the API server at https://host/ answered 403 (pods \"x\" is forbidden: exceeded"
                + " quota): ask for what is missing, or give another kubeconfig"),
        arguments(
            "no credentials",
            refused(403, FORBIDDEN.replace("jane", "system:anonymous")),
            "the API server at https://host/ does not know the credentials of the kubeconfig: log"
                + " in anew, or give another kubeconfig with --kubeconfig"),
        arguments(
            "wrong credentials",
            refused(401, "Unauthorized"),
            "the API server at https://host/ does not know the credentials of the kubeconfig: log"
                + " in anew, or give another kubeconfig with --kubeconfig"),
        arguments(
            "a namespace that is being removed",
            refused(
                403,
                "deployments.apps \"workload-demo\" is forbidden: unable to create new content in"
                    + " namespace demo because it is being terminated"),
            "namespace demo is being removed, so nothing can be created in it: wait for its end,"
                + " or choose another with --namespace"),
        arguments(
            "no namespace",
            refused(404, "namespaces \"demo\" not found"),
            "there is no namespace demo: have it created, or choose another with --namespace"),
        arguments(
            "no Rollouts in the cluster, as the library finds it",
            new RolloutsNotInstalledException(DEMO, new IOException()),
            "the API server does not serve rollouts.kruise.io/v1beta1 (asked for"
                + " demo/rollouts-demo): install Kruise Rollouts v0.5 or later, its CRDs first"),
        arguments(
            "no Rollouts in the cluster, beside other kinds of the group",
            new KubernetesClientException(
                "Failure executing: POST at:"
                    + " https://host/apis/rollouts.kruise.io/v1beta1/namespaces/demo/rollouts."
                    + " Message: Not Found.",
                404,
                status("Not Found")),
            "the API server at https://host/ does not serve the kind Rollout: install Kruise"
                + " Rollouts v0.5 or later, its CRDs first"),
        arguments(
            "no webhook behind its registration",
            refused(500, "Internal error occurred: failed calling webhook \"v\": refused"),
            "the webhook of Kruise Rollouts does not answer (Internal error occurred: failed"
                + " calling webhook \"v\": refused): its controller does not seem to run, look at"
                + " its pods and their logs"),
        arguments(
            "a server that is busy",
            refused(503, "apiserver is starting"),
            "the API server at https://host/ answered 503 (apiserver is starting): it can't work"
                + " now, try again later"),
        arguments(
            "nobody listens",
            unanswered(new ConnectException("Connection refused")),
            "the API server at https://host/ can't be reached (Connection refused): check that it"
                + " runs and that the kubeconfig names it"),
        arguments(
            "no answer in time",
            unanswered(new TimeoutException("10000 ms are over")),
            "the API server at https://host/ can't be reached (10000 ms are over): check that it"
                + " runs and that the kubeconfig names it"),
        arguments(
            "no such host",
            unanswered(new UnknownHostException("host")),
            "the host of the API server https://host/ is not known (host): check the server in"
                + " the kubeconfig and the network"),
        arguments(
            "a certificate of somebody else",
            unanswered(
                (IOException)
                    new SSLHandshakeException("bad")
                        .initCause(new CertificateException("no path"))),
            "the certificate of the API server at https://host/ is not trusted (no path): server"
                + " and certificate-authority in the kubeconfig must be those of this cluster"),
        arguments(
            "no TLS there",
            unanswered(new SSLException("not an SSL/TLS record")),
            "no secure connection to the API server at https://host/ (not an SSL/TLS record):"
                + " check server and certificates in the kubeconfig"),
        arguments(
            "a connection that breaks",
            unanswered(new IOException("Connection was closed")),
            "the connection to the API server at https://host/ broke (Connection was closed):"
                + " check the network, and try again"),
        arguments(
            "a mistake of this program",
            new IllegalStateException("x"),
            "this should not happen (IllegalStateException: x): report it, please"));
  }

  @Test
  @DisplayName("a wait that is over says what was wanted, what was seen, and how to see more")
  void timeout() {
    StepTimeoutException failure =
        new StepTimeoutException(
            DEMO, StepExpectation.awaitingApproval(1), Duration.ofMinutes(5), null, null);

    assertThat(failures.sentence(failure))
        .isEqualTo(
            failure.getMessage()
                + ": run again with --keep, and look at kubectl describe rollout rollouts-demo -n"
                + " demo");
  }

  @Test
  @DisplayName("a clean-up that failed as well is told in the same sentence, notes are not")
  void suppressed() {
    RuntimeException failure = new DemoFailedException("the count was wrong: look");
    failure.addSuppressed(new IllegalStateException("called from here"));
    failure.addSuppressed(
        new Stage.CleanUpException(unanswered(new ConnectException("Connection refused"))));

    assertThat(failures.sentence(failure))
        .isEqualTo(
            "the count was wrong: look; besides, namespace demo could not be cleaned up, because"
                + " the API server at https://host/ can't be reached (Connection refused): check"
                + " that it runs and that the kubeconfig names it");
  }

  @Test
  @DisplayName("a page of text is cut, and stays one line")
  void brief() {
    assertThat(failures.sentence(refused(400, "<html>\n".repeat(100))))
        .hasSizeLessThan(500)
        .doesNotContain("\n");
  }

  private static KubernetesClientException refused(int code, String message) {
    return new KubernetesClientException("Failure executing: …", code, status(message));
  }

  private static Status status(String message) {
    return new StatusBuilder().withMessage(message).build();
  }

  private static KubernetesClientException unanswered(Exception cause) {
    return new KubernetesClientException("An error has occurred.", cause);
  }
}
