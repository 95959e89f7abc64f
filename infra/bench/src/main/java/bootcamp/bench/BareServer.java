package bootcamp.bench;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * The limit of serving: Reactor Netty alone, which hands out bytes that it was given. It knows
 * nobody and checks nothing.
 *
 * <p>A process of its own: {@code PORT BODY-FILE}; it ends with its standard input.
 */
final class BareServer {

    static final String PLAIN = "/plain";
    static final String NOT_MODIFIED = "/not-modified";

    private BareServer() {}

    public static void main(String[] arguments) throws IOException {
        byte[] body = Files.readAllBytes(Path.of(arguments[1]));
        String length = String.valueOf(body.length);
        DisposableServer server =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(Integer.parseInt(arguments[0]))
                        .route(
                                routes ->
                                        routes.get(
                                                        PLAIN,
                                                        (_, answer) ->
                                                                answer.header(
                                                                                "Content-Type",
                                                                                "application/json")
                                                                        .header(
                                                                                "Content-Encoding",
                                                                                "gzip")
                                                                        .header("ETag", "\"bare\"")
                                                                        .header(
                                                                                "Content-Length",
                                                                                length)
                                                                        .sendObject(
                                                                                Unpooled
                                                                                        .wrappedBuffer(
                                                                                                body)))
                                                .get(
                                                        NOT_MODIFIED,
                                                        (_, answer) ->
                                                                answer.status(304)
                                                                        .header("ETag", "\"bare\"")
                                                                        .send()))
                        .bindNow();
        while (System.in.read() >= 0) {
            continue;
        }
        server.disposeNow();
    }
}
