// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a whole, where it fails before a release. The stub answers as kube-apiserver. */
@Timeout(30)
class QuickStartTest {
  private static final String STATUS =
      """
      {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %d, "message": "%s"}""";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private Path folder;
  private HttpServer server;

  /** What kube-apiserver says where it knows no such path. */
  private volatile int code = 404;

  private volatile String answer = "404 page not found\n";

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          byte[] body = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(code, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  @DisplayName("--help goes to stdout and needs no cluster")
  void help() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Usage: quickstart").contains("--namespace NS");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  @DisplayName("a wrong command line: one sentence, exit code 2")
  void usage() {
    assertThat(run("--frob")).isEqualTo(2);
    assertThat(sentence()).isEqualTo("there is no option --frob: see quickstart --help");
  }

  @Test
  @DisplayName("a server without Rollouts: install them; nothing is created")
  void notInstalled() throws IOException {
    assertThat(run("--kubeconfig", kubeconfig(http()))).isEqualTo(1);

    assertThat(sentence())
        .startsWith("the API server does not serve rollouts.kruise.io/v1beta1")
        .contains("install Kruise Rollouts");
    assertThat(requests).isNotEmpty().allMatch(request -> request.startsWith("GET "));
  }

  @Test
  @DisplayName("too few rights: the verb and the resource; nothing is created")
  void forbidden() throws IOException {
    String message =
        "rollouts.rollouts.kruise.io \\\"rollouts-demo\\\" is forbidden: User \\\"jane\\\" cannot"
            + " get resource \\\"rollouts\\\" in API group \\\"rollouts.kruise.io\\\" in the"
            + " namespace \\\"demo\\\"";
    code = 403;
    answer = STATUS.formatted(403, message);

    assertThat(run("--kubeconfig", kubeconfig(http()), "--namespace", "demo")).isEqualTo(1);

    assertThat(sentence())
        .startsWith(
            "user \"jane\" may not get rollouts.rollouts.kruise.io in the namespace \"demo\":");
    assertThat(requests).hasSize(1);
  }

  @Test
  @DisplayName("nobody listens")
  void refused() throws IOException {
    String url = "https://127.0.0.1:" + closedPort();

    assertThat(run("--kubeconfig", kubeconfig(url))).isEqualTo(1);

    assertThat(sentence()).startsWith("the API server at " + url + "/ can't be reached");
  }

  @Test
  @DisplayName("a certificate that the kubeconfig does not vouch for")
  void untrusted() throws Exception {
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
    https.start();
    try {
      String url = "https://127.0.0.1:" + https.getAddress().getPort();

      assertThat(run("--kubeconfig", kubeconfig(url))).isEqualTo(1);

      assertThat(sentence())
          .startsWith("the certificate of the API server at " + url + "/ is not trusted (");
    } finally {
      https.stop(0);
    }
  }

  @Test
  @DisplayName("a kubeconfig that is not there, or a folder")
  void noFile() {
    Path absent = folder.resolve("absent");

    assertThat(run("--kubeconfig", absent.toString())).isEqualTo(1);
    assertThat(run("--kubeconfig", folder.toString())).isEqualTo(1);

    assertThat(err.toString(UTF_8).lines())
        .containsExactly(
            "quickstart: there is no kubeconfig "
                + absent
                + ": give one with --kubeconfig or KUBECONFIG",
            "quickstart: the kubeconfig "
                + folder
                + " is a directory: give a file that you may read with --kubeconfig");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage {]",
        "some words",
        "\0\1\2",
        "",
        "kind: Config",
        "current-context: a\ncontexts: [{name: a, context: {cluster: b}}]",
        "current-context: a\ncontexts: [{name: a, context: {cluster: b}}]\n"
            + "clusters: [{name: b, cluster: {}}]"
      })
  @DisplayName("a file that is not a kubeconfig, or half of one")
  void garbage(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("kc"), text);

    assertThat(run("--kubeconfig", file.toString())).isEqualTo(1);

    assertThat(sentence())
        .startsWith(file.toString())
        .containsAnyOf("is not a kubeconfig", "has no current context")
        .doesNotContain("Exception");
  }

  @Test
  @DisplayName("KUBECONFIG is a list, and what is missing in it does not matter")
  void list() throws IOException {
    String list = folder.resolve("absent") + File.pathSeparator + kubeconfig(http());

    assertThat(run(Map.of("KUBECONFIG", list))).isEqualTo(1);

    assertThat(sentence()).contains("install Kruise Rollouts");
  }

  @Test
  @DisplayName("without a kubeconfig: the whole release, in a fake cluster of its own")
  void fake() {
    assertThat(run(Map.of("HOME", folder.toString()))).as(err.toString(UTF_8)).isZero();

    assertThat(out.toString(UTF_8))
        .contains("a fake cluster in this process")
        .contains("1 of 10 pods", "5 of 10 pods", "10 of 10 pods")
        .contains("Done in ");
    assertThat(requests).isEmpty();
  }

  @Test
  @DisplayName(
      "interrupted: what was created is called removed only when the clean-up went through")
  void interrupted() {
    Options options = Options.parse(List.of("--namespace", "demo"));
    RuntimeException release = new IllegalStateException("interrupted");
    assertThat(QuickStart.interrupted(release, options)).endsWith("what was created is removed");

    RuntimeException cleanUp = new Stage.CleanUpException(release);
    String left = "what was created in namespace demo is still there";
    assertThat(QuickStart.interrupted(cleanUp, options)).endsWith(left);

    release.addSuppressed(cleanUp);
    assertThat(QuickStart.interrupted(release, options)).endsWith(left);
  }

  private int run(String... args) {
    return run(Map.of(), args);
  }

  private int run(Map<String, String> environment, String... args) {
    return new QuickStart(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            environment,
            new Console.Look(false, true),
            new Interruption())
        .run(List.of(args));
  }

  private String sentence() {
    assertThat(err.toString(UTF_8)).startsWith("quickstart: ").hasLineCount(1);
    return err.toString(UTF_8).substring("quickstart: ".length()).strip();
  }

  private String http() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String kubeconfig(String url) throws IOException {
    String text =
        """
        current-context: a
        contexts: [{name: a, context: {cluster: b}}]
        clusters: [{name: b, cluster: {server: "%s"}}]
        """
            .formatted(url);
    return Files.writeString(folder.resolve("kubeconfig"), text).toString();
  }

  private SSLContext selfSigned() throws Exception {
    Path store = folder.resolve("server.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "RSA",
            "-dname",
            "CN=somebody else",
            "-ext",
            "san=ip:127.0.0.1",
            "-storepass",
            "changeit",
            "-keystore",
            store.toString());
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
