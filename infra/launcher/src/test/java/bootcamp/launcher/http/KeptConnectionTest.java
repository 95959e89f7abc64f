package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A connection that is kept goes on after an answer that was given at once: the server once stopped
 * reading such connections, and the client's next request waited for ever.
 */
class KeptConnectionTest {

    private static final int CONNECTIONS = 15;
    private static final int ROUNDS = 20;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String NEXT = "GET /api/setup HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final Site site = Site.get();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
                "PUT /api/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
                "POST /api/users HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                "POST /api/users HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
            })
    void whoIsRefusedAtOnceIsAnsweredTheNextTimeToo(String refused) throws IOException {
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            try (Socket socket = new Socket("127.0.0.1", Site.port(site.gateway))) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(PATIENCE_MILLIS);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                for (int round = 0; round < ROUNDS; round++) {
                    assertThat(ask(refused, socket.getOutputStream(), in)).contains(" 401 ");
                    assertThat(ask(NEXT, socket.getOutputStream(), in)).contains(" 200 ");
                }
            }
        }
    }

    /** The status line; the body is read to its end. */
    private static String ask(String request, OutputStream out, InputStream in) throws IOException {
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
        String status = line(in);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
            }
        }
        in.skipNBytes(length);
        return status;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
