package bootcamp.bench;

import bootcamp.embedded.FreePorts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** P7: a dashboard read by an account that is signed in, whole (gzip) and as 304. */
final class DashboardReads implements Benchmark {

    private static final int STUDENTS = 81;
    private static final int CONNECTIONS = 16;

    private final Surroundings around;
    private final Duration window;
    private @Nullable GatewayProcess gateway;
    private @Nullable Process bare;
    private @Nullable HttpLoad oursWhole;
    private @Nullable HttpLoad oursKnown;
    private @Nullable HttpLoad bareWhole;
    private @Nullable HttpLoad bareKnown;
    private int bytes;

    DashboardReads(Surroundings around, Duration window) {
        this.around = around;
        this.window = window;
    }

    @Override
    public String id() {
        return "P7";
    }

    @Override
    public String title() {
        return "GET a dashboard, signed in and authorised";
    }

    @Override
    public String limitTitle() {
        return "Reactor Netty that returns the same bytes, or a bare 304";
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.rate("200", "1/s", 0.75), Figure.rate("304", "1/s", 0.70));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "gzip bytes", String.valueOf(bytes),
                "connections", String.valueOf(CONNECTIONS),
                "window", window.toString(),
                "loop", "closed, one process, no pipelining");
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        try (Producer<String, byte[]> producer = around.kafka().producer("bench-fill")) {
            new CohortTopic(producer).fill(1, STUDENTS, 1);
        }
        gateway = new GatewayProcess(around);
        String path = "/api/dashboards/" + CohortTopic.cohortId(0);
        String authorization = "Bearer " + gateway.token();
        HttpResponse<byte[]> answer =
                gateway.get(path, "Authorization", authorization, "Accept-Encoding", "gzip");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the dashboard answered " + answer.statusCode());
        }
        bytes = answer.body().length;
        String etag = answer.headers().firstValue("ETag").orElseThrow();
        String asks = "Authorization: " + authorization;
        String gzip = "Accept-Encoding: gzip";
        oursWhole = new HttpLoad(gateway.port(), path, 200, List.of(asks, gzip));
        oursKnown =
                new HttpLoad(
                        gateway.port(), path, 304, List.of(asks, gzip, "If-None-Match: " + etag));
        startBare(answer.body(), asks, etag);
    }

    private void startBare(byte[] body, String asks, String etag) throws IOException {
        Path file = Files.write(around.directory().resolve("body"), body);
        int port = FreePorts.next();
        bare =
                GatewayProcess.java(
                        around.directory().resolve("bare.log"),
                        BareServer.class.getName(),
                        String.valueOf(port),
                        file.toString());
        GatewayProcess.awaitPort(port);
        // The same request bytes: what the limit does not read it still has to parse.
        bareWhole =
                new HttpLoad(port, BareServer.PLAIN, 200, List.of(asks, "Accept-Encoding: gzip"));
        bareKnown =
                new HttpLoad(
                        port,
                        BareServer.NOT_MODIFIED,
                        304,
                        List.of(asks, "Accept-Encoding: gzip", "If-None-Match: " + etag));
    }

    @Override
    public Map<String, Double> limit() throws InterruptedException, ExecutionException {
        return rates(bareWhole, bareKnown);
    }

    @Override
    public Map<String, Double> ours() throws InterruptedException, ExecutionException {
        return rates(oursWhole, oursKnown);
    }

    private Map<String, Double> rates(@Nullable HttpLoad whole, @Nullable HttpLoad known)
            throws InterruptedException, ExecutionException {
        if (whole == null || known == null) {
            throw new IllegalStateException("not prepared");
        }
        return Map.of(
                "200", whole.rate(CONNECTIONS, window), "304", known.rate(CONNECTIONS, window));
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (bare != null) {
            bare.destroy();
        }
    }
}
