// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** An API server, spoken to by bare HTTP. */
public final class Server {
  static final String JSON = "application/json";
  static final String MERGE = "application/merge-patch+json";
  static final String JSON_PATCH = "application/json-patch+json";
  static final String STRATEGIC = "application/strategic-merge-patch+json";
  static final String APPLY = "application/apply-patch+yaml";

  private static final byte[] NO_BODY = {};
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI base;
  private final HttpClient http;
  private final String namespace;

  private Server(URI base, HttpClient http, String namespace) {
    this.base = base;
    this.http = http;
    this.namespace = namespace;
  }

  /**
   * Of a cluster.
   *
   * @param config how it is found
   * @param namespace where the checks make their objects
   * @return the server
   * @throws Exception when its certificates can't be read
   */
  public static Server of(Config config, String namespace) throws Exception {
    HttpClient.Builder http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE);
    if (config.getMasterUrl().startsWith("https")) {
      http.sslContext(SSLUtils.sslContext(config));
    }
    return new Server(URI.create(config.getMasterUrl()), http.build(), namespace);
  }

  String namespace() {
    return namespace;
  }

  /** The path of a core type's objects in the namespace. */
  String core(String plural) {
    return "/api/v1/namespaces/" + namespace + "/" + plural;
  }

  /** The path of a type's objects in the namespace. */
  String of(String groupVersion, String plural) {
    return "/apis/" + groupVersion + "/namespaces/" + namespace + "/" + plural;
  }

  /** The path of the custom resources that the checks define. */
  public String widgets() {
    return of(Widgets.GROUP + "/v1", "widgets");
  }

  public Answer get(String path, String... headers) throws Exception {
    return send("GET", path, "", "", headers);
  }

  Answer post(String path, String body, String... headers) throws Exception {
    return send("POST", path, JSON, body, headers);
  }

  Answer put(String path, String body, String... headers) throws Exception {
    return send("PUT", path, JSON, body, headers);
  }

  Answer patch(String path, String type, String body, String... headers) throws Exception {
    return send("PATCH", path, type, body, headers);
  }

  Answer delete(String path) throws Exception {
    return send("DELETE", path, "", "");
  }

  Answer delete(String path, String body) throws Exception {
    return send("DELETE", path, JSON, body);
  }

  Answer send(String method, String path, String contentType, String body, String... headers)
      throws Exception {
    return send(method, path, contentType, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  Answer send(String method, String path, String contentType, byte[] body, String... headers)
      throws Exception {
    HttpResponse<String> response =
        http.send(
            request(method, path, contentType, body, headers),
            HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  private HttpRequest request(
      String method, String path, String contentType, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path.replace(" ", "%20").replace("\"", "%22")))
            .timeout(PATIENCE)
            .header("User-Agent", "contract/1.0")
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  /** The lines of a watch, up to its end; so it needs a timeoutSeconds. */
  List<String> lines(String path, String... headers) throws Exception {
    try (Lines lines = watch(path, headers)) {
      List<String> all = new ArrayList<>();
      for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
        all.add(line);
      }
      return all;
    }
  }

  /** A watch, to be read line by line. */
  Lines watch(String path, String... headers) throws Exception {
    HttpResponse<InputStream> response =
        http.send(
            request("GET", path, "", NO_BODY, headers), HttpResponse.BodyHandlers.ofInputStream());
    return new Lines(
        response.statusCode(),
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
  }

  /**
   * A watch.
   *
   * @param code the HTTP code
   * @param reader its lines
   */
  record Lines(int code, BufferedReader reader) implements AutoCloseable {

    /** The next line, "" at the end. */
    String next() throws Exception {
      return Objects.requireNonNullElse(reader.readLine(), "");
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  /** Takes out of a text what differs from run to run. */
  String steady(String text) {
    return text.replace(namespace, "NS")
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "TIME")
        .replaceAll("esourceVersion\":\"[1-9]\\d*\"", "esourceVersion\":\"RV\"")
        .replaceAll("(too old resource version: \\d+) \\(\\d+\\)", "$1 (RV)")
        .replaceAll("current: \\d+", "current: RV");
  }
}
