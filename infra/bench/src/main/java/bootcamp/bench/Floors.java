package bootcamp.bench;

import bootcamp.embedded.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What one hop costs on this machine at the least, printed before every run. */
final class Floors {

    private static final int TIMES = 300;

    private Floors() {}

    /** The median of each, in microseconds, by name. */
    static Map<String, String> measure(Surroundings around)
            throws IOException, InterruptedException, ExecutionException {
        Map<String, String> floors = new LinkedHashMap<>();
        BareWrites writes = new BareWrites(around.database("bench_floor"), 1);
        floors.put(
                "floor: document update, synced",
                median(() -> writes.write(0).block(Duration.ofSeconds(10))));
        try (Producer<String, byte[]> producer = around.kafka().producer("bench-floor")) {
            byte[] value = new byte[700];
            floors.put(
                    "floor: record acknowledged (linger 5 ms)",
                    median(
                            () ->
                                    producer.send(
                                                    new ProducerRecord<>(
                                                            "bootcamp.enrollment", 0, "k", value))
                                            .get()));
        }
        floors.put("floor: loopback socket round trip", echo());
        floors.put("floor: loopback HTTP, Reactor Netty", http(around));
        return floors;
    }

    private interface Step {
        void run() throws IOException, InterruptedException, ExecutionException;
    }

    private static String median(Step step)
            throws IOException, InterruptedException, ExecutionException {
        Histogram micros = new Histogram(3);
        for (int i = 0; i < 2 * TIMES; i++) {
            long start = System.nanoTime();
            step.run();
            if (i >= TIMES) {
                micros.recordValue((System.nanoTime() - start) / 1000);
            }
        }
        return "p50 %d µs, p99 %d µs"
                .formatted(micros.getValueAtPercentile(50), micros.getValueAtPercentile(99));
    }

    private static String echo() throws IOException, InterruptedException, ExecutionException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> echo(server));
            try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                socket.setTcpNoDelay(true);
                return median(
                        () -> {
                            socket.getOutputStream().write(1);
                            socket.getInputStream().readNBytes(1);
                        });
            }
        }
    }

    private static void echo(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                socket.getOutputStream().write(b);
            }
        } catch (IOException end) {
            throw new java.io.UncheckedIOException(end);
        }
    }

    private static String http(Surroundings around)
            throws IOException, InterruptedException, ExecutionException {
        Path body = Files.write(around.directory().resolve("floor"), new byte[100]);
        int port = FreePorts.next();
        Process bare =
                GatewayProcess.java(
                        around.directory().resolve("floor.log"),
                        BareServer.class.getName(),
                        String.valueOf(port),
                        body.toString());
        try {
            GatewayProcess.awaitPort(port);
            double rate =
                    new HttpLoad(port, BareServer.PLAIN, 200, java.util.List.of())
                            .rate(1, Duration.ofSeconds(3));
            return "mean %d µs".formatted(Math.round(TimeUnit.SECONDS.toMicros(1) / rate));
        } finally {
            bare.destroy();
        }
    }
}
