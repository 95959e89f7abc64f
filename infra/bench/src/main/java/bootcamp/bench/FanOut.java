package bootcamp.bench;

import bootcamp.embedded.FreePorts;
import bootcamp.enrollment.roster.Enrollment;
import bootcamp.enrollment.roster.EnrollmentCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * P8: one change in a cohort to all its open pages. Ours is the whole way from the record in the
 * topic through the fold, the render and the streams of a gateway process; messages are counted
 * against the processor time of the serving process alone.
 */
final class FanOut implements Benchmark {

    private static final int STUDENTS = 81;
    private static final Duration PAUSE = Duration.ofMillis(60);
    private static final int SLOW_MESSAGES = 10;
    private static final Duration ARRIVAL = Duration.ofSeconds(20);

    private final Surroundings around;
    private final int viewers;
    private final int messages;
    private @Nullable GatewayProcess gateway;
    private @Nullable Process bare;
    private @Nullable Producer<String, byte[]> producer;
    private @Nullable CohortTopic topic;
    private String authorization = "";
    private int barePort;
    private int frameBytes;
    private int student = 1000;

    FanOut(Surroundings around, int viewers, int messages) {
        this.around = around;
        this.viewers = viewers;
        this.messages = messages;
    }

    @Override
    public String id() {
        return "P8";
    }

    @Override
    public String title() {
        return "a change to all open pages of a cohort (SSE)";
    }

    @Override
    public String limitTitle() {
        return "bare Netty writing one shared buffer of the same size to the same number of sockets";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.rate("messages per core-second", "1/s", 0.5),
                // The render pause and the topic lie between, so the limit says little of it.
                Figure.bounded("last page at 1 message/s, p99", "ms", 200));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "pages", String.valueOf(viewers),
                "messages a run", String.valueOf(messages),
                "frame bytes", String.valueOf(frameBytes),
                "pause", PAUSE.toString());
    }

    @Override
    public int warmUpPairs() {
        return 1;
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        producer = around.kafka().producer("bench-fill");
        topic = new CohortTopic(producer);
        topic.fill(1, STUDENTS, 1);
        gateway = new GatewayProcess(around);
        authorization = "Authorization: Bearer " + gateway.token();
        Path frame = Files.write(around.directory().resolve("frame"), frame());
        frameBytes = Math.toIntExact(Files.size(frame));
        barePort = FreePorts.next();
        bare =
                GatewayProcess.java(
                        around.directory().resolve("bare-streams.log"),
                        BareStreams.class.getName(),
                        String.valueOf(barePort),
                        frame.toString());
        GatewayProcess.awaitPort(barePort);
    }

    /** A message as the gateway sends it. */
    private byte[] frame() throws IOException, InterruptedException {
        String token = authorization.substring("Authorization: ".length());
        byte[] dashboard =
                Objects.requireNonNull(gateway)
                        .get("/api/dashboards/" + CohortTopic.cohortId(0), "Authorization", token)
                        .body();
        byte[] head = "event: dashboard\nid: 1234\ndata: ".getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[head.length + dashboard.length + 2];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(dashboard, 0, frame, head.length, dashboard.length);
        frame[frame.length - 2] = '\n';
        frame[frame.length - 1] = '\n';
        return frame;
    }

    @Override
    public Map<String, Double> limit() throws IOException {
        Process server = Objects.requireNonNull(bare);
        try (Viewers pages = new Viewers(barePort, "/stream", viewers, List.of())) {
            pages.readFor(Duration.ofMillis(300));
            return run(pages, server.pid(), 0, this::sendBare);
        }
    }

    private void sendBare() {
        try {
            Objects.requireNonNull(bare).getOutputStream().write('m');
            Objects.requireNonNull(bare).getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, Double> ours() throws IOException {
        GatewayProcess server = Objects.requireNonNull(gateway);
        String path = "/api/dashboards/" + CohortTopic.cohortId(0) + "/stream";
        try (Viewers pages = new Viewers(server.port(), path, viewers, List.of(authorization))) {
            // Each page has the dashboard at once.
            pages.awaitEach(1, ARRIVAL);
            return run(pages, server.pid(), 1, this::enrollOneMore);
        }
    }

    private void enrollOneMore() {
        CohortTopic filled = Objects.requireNonNull(topic);
        CohortTopic.Life<Enrollment, EnrollmentCommand, ?> life =
                filled.enroll(CohortTopic.cohortId(0), student++);
        Objects.requireNonNull(life);
        Objects.requireNonNull(producer).flush();
    }

    private Map<String, Double> run(Viewers pages, long pid, long had, Runnable message)
            throws IOException {
        long before = pages.all();
        double cpu = cpuSeconds(pid);
        for (int i = 0; i < messages; i++) {
            message.run();
            pages.readFor(PAUSE);
        }
        pages.readFor(Duration.ofMillis(500));
        double rate = (pages.all() - before) / (cpuSeconds(pid) - cpu);
        Histogram micros = new Histogram(3);
        long events = fewestAfter(pages, had);
        for (int i = 1; i <= SLOW_MESSAGES; i++) {
            long sent = System.nanoTime();
            message.run();
            long arrived = pages.awaitEach(events + i, ARRIVAL);
            micros.recordValue((arrived - sent) / 1000);
            pages.readFor(Duration.ofSeconds(1).minusNanos(System.nanoTime() - sent));
        }
        return Map.of(
                "messages per core-second",
                rate,
                "last page at 1 message/s, p99",
                micros.getValueAtPercentile(99) / 1000.0);
    }

    /** All pages have as many, once everything has arrived. */
    private static long fewestAfter(Viewers pages, long had) throws IOException {
        long each = pages.all() / pages.count();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        pages.awaitEach(Math.max(had, each), ARRIVAL);
        return each;
    }

    private static double cpuSeconds(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
        if (gateway != null) {
            gateway.close();
        }
        if (bare != null) {
            bare.destroy();
        }
    }
}
