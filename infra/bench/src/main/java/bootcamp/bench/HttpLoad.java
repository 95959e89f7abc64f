package bootcamp.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * As many requests as a server answers, from connections that are kept: the bytes of the request
 * are made once, and of an answer only the status and the length are looked at, so that the load
 * costs little beside what it measures. Closed loop: for maxima only, not for latencies.
 */
final class HttpLoad {

    private static final int READ_BYTES = 64 << 10;

    private final int port;
    private final byte[] request;
    private final int expectedStatus;

    HttpLoad(int port, String path, int expectedStatus, List<String> headers) {
        this.port = port;
        this.expectedStatus = expectedStatus;
        StringBuilder text = new StringBuilder();
        text.append("GET ").append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1:");
        text.append(port).append("\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        request = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * @return answers each second
     */
    double rate(int connections, Duration time) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            long start = System.nanoTime();
            long end = start + time.toNanos();
            List<Future<Long>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                all.add(threads.submit(() -> answers(end)));
            }
            long sum = 0;
            for (Future<Long> each : all) {
                sum += each.get();
            }
            return sum / Rate.secondsSince(start);
        }
    }

    private long answers(long end) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), READ_BYTES);
            long done = 0;
            while (System.nanoTime() < end) {
                out.write(request);
                readAnswer(in);
                done++;
            }
            return done;
        }
    }

    private void readAnswer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 " + expectedStatus)) {
            throw new IOException("answered " + status);
        }
        long length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
            }
        }
        in.skipNBytes(expectedStatus == 304 ? 0 : length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
