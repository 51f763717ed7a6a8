// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.RolloutException;
import io.kruise.rollouts.client.StepTimeoutException;
import io.kruise.rollouts.client.StepUnreachableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns a failure into one sentence: what was wanted, what was seen, what to do. */
final class Failures {
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "User \"(?<user>[^\"]*)\" cannot (?<verb>\\S+)"
              + " resource \"(?<resource>[^\"/]*)(?<sub>/[^\"]*)?\""
              + "(?: in API group \"(?<group>[^\"]*)\")?"
              + "(?<scope> in the namespace \"[^\"]*\"| at the cluster scope)?");

  private final String server;
  private final String namespace;

  Failures(String server, String namespace) {
    this.server = server;
    this.namespace = namespace;
  }

  String sentence(Throwable failure) {
    StringBuilder text = new StringBuilder(describe(failure));
    Stream.of(failure.getSuppressed())
        .filter(Stage.CleanUpException.class::isInstance) // others are notes of libraries
        .forEach(another -> text.append("; besides, ").append(describe(another)));
    return text.toString().replaceAll("\\s+", " ").strip();
  }

  private String describe(Throwable failure) {
    if (failure instanceof StepTimeoutException || failure instanceof StepUnreachableException) {
      return "%s: run again with --keep, and look at kubectl describe rollout %s -n %s"
          .formatted(failure.getMessage(), GuideObjects.ROLLOUT, namespace);
    }
    if (failure instanceof Stage.CleanUpException left) {
      return "namespace %s could not be cleaned up, because %s"
          .formatted(namespace, describe(left.why()));
    }
    if (failure instanceof DemoFailedException || failure instanceof RolloutException) {
      return String.valueOf(failure.getMessage());
    }
    return find(failure, KubernetesClientException.class, refusal -> refusal.getCode() > 0)
        .map(this::refused)
        .orElseGet(() -> unanswered(failure));
  }

  /** The API server answered, and not as was wanted. */
  private String refused(KubernetesClientException refusal) {
    String message = message(refusal);
    if (message.contains("being terminated")) {
      return "namespace %s is being removed, so nothing can be created in it: wait for its end, or choose another with --namespace"
          .formatted(namespace);
    }
    if (message.equals("namespaces \"%s\" not found".formatted(namespace))) {
      return "there is no namespace %s: have it created, or choose another with --namespace"
          .formatted(namespace);
    }
    if (message.contains("failed calling webhook")) {
      return "the webhook of Kruise Rollouts does not answer (%s): its controller does not seem to run, look at its pods and their logs"
          .formatted(message);
    }
    if (refusal.getCode() == 404 && lacksKind(refusal)) {
      return "the API server at %s does not serve the kind Rollout: install Kruise Rollouts v0.5 or later, its CRDs first"
          .formatted(server);
    }
    String what =
        "the API server at %s answered %d (%s)".formatted(server, refusal.getCode(), message);
    return switch (refusal.getCode()) {
      case 401 -> unknown();
      case 403 ->
          forbidden(message).orElse(what + ": ask for what is missing, or give another kubeconfig");
      case 404 -> what + ": something that is needed is not there, or was removed during the run";
      case 409 ->
          what + ": somebody else works there too, choose another namespace with --namespace";
      case 429, 502, 503, 504 -> what + ": it can't work now, try again later";
      default -> what + ": check that the kubeconfig names the right server, and look at its logs";
    };
  }

  /** A missing object is named in the details of the status; a missing kind has its path only. */
  private static boolean lacksKind(KubernetesClientException refusal) {
    return String.valueOf(refusal.getMessage()).contains("/apis/rollouts.kruise.io/")
        && (refusal.getStatus() == null
            || refusal.getStatus().getDetails() == null
            || refusal.getStatus().getDetails().getName() == null);
  }

  private String unknown() {
    return "the API server at %s does not know the credentials of the kubeconfig: log in anew, or give another kubeconfig with --kubeconfig"
        .formatted(server);
  }

  private Optional<String> forbidden(String message) {
    Matcher right = FORBIDDEN.matcher(message);
    if (!right.find()) {
      return Optional.empty();
    }
    if (right.group("user").equals("system:anonymous")) {
      return Optional.of(unknown());
    }
    String group = part(right, "group");
    return Optional.of(
        "user \"%s\" may not %s %s%s%s%s: ask for that right, or give another kubeconfig with --kubeconfig"
            .formatted(
                right.group("user"),
                right.group("verb"),
                right.group("resource"),
                group.isEmpty() ? "" : "." + group,
                part(right, "sub"),
                part(right, "scope")));
  }

  private static String part(Matcher matcher, String name) {
    @Nullable String part = matcher.group(name);
    return part == null ? "" : part;
  }

  /** No answer came. */
  private String unanswered(Throwable failure) {
    String seen = rootMessage(failure);
    if (has(failure, UnknownHostException.class)) {
      return "the host of the API server %s is not known (%s): check the server in the kubeconfig and the network"
          .formatted(server, seen);
    }
    if (has(failure, CertificateException.class)) {
      return "the certificate of the API server at %s is not trusted (%s): server and certificate-authority in the kubeconfig must be those of this cluster"
          .formatted(server, seen);
    }
    if (has(failure, SSLException.class)) {
      return "no secure connection to the API server at %s (%s): check server and certificates in the kubeconfig"
          .formatted(server, seen);
    }
    if (has(failure, TimeoutException.class) || has(failure, ConnectException.class)) {
      return "the API server at %s can't be reached (%s): check that it runs and that the kubeconfig names it"
          .formatted(server, seen);
    }
    if (has(failure, IOException.class)) {
      return "the connection to the API server at %s broke (%s): check the network, and try again"
          .formatted(server, seen);
    }
    return "this should not happen (%s: %s): report it, please"
        .formatted(failure.getClass().getSimpleName(), seen);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return causes(failure).anyMatch(type::isInstance);
  }

  private static <T extends Throwable> Optional<T> find(
      Throwable failure, Class<T> type, Predicate<T> wanted) {
    return causes(failure).filter(type::isInstance).map(type::cast).filter(wanted).findFirst();
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause);
  }

  private static String message(KubernetesClientException refusal) {
    @Nullable String message =
        refusal.getStatus() == null ? null : refusal.getStatus().getMessage();
    return brief(message == null || message.isBlank() ? refusal.getMessage() : message);
  }

  /** What the innermost cause says: the outer ones tell of the layers only. */
  static String rootMessage(Throwable failure) {
    Throwable root = causes(failure).reduce(failure, (outer, inner) -> inner);
    @Nullable String message = root.getMessage();
    return brief(message == null || message.isBlank() ? root.getClass().getSimpleName() : message);
  }

  private static String brief(@Nullable String message) {
    String line = String.valueOf(message).replaceAll("\\s+", " ").strip();
    return line.length() <= 300 ? line : line.substring(0, 300) + "…";
  }
}
