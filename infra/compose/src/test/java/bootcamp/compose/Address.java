package bootcamp.compose;

import bootcamp.embedded.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An address that is known before anybody listens there, and that leads to whichever of several
 * processes answers: what a name in a network of containers is.
 */
final class Address implements AutoCloseable {

    private static final int CONNECT_MILLIS = 1_000;

    private final int port = FreePorts.next();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<Integer> targets = List.of();
    private @Nullable ServerSocket socket;

    int port() {
        return port;
    }

    /** From now on somebody listens. */
    synchronized void leadTo(List<Integer> ports) {
        targets = List.copyOf(ports);
        if (socket != null) {
            return;
        }
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket = opened;
            Thread.ofVirtual().start(() -> accept(opened));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                Socket client = opened.accept();
                Thread.ofVirtual().start(() -> join(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** In turn, beginning with another one each time; who does not answer is passed over. */
    private void join(Socket client) {
        List<Integer> now = targets;
        int first = turn.getAndIncrement();
        for (int i = 0; i < now.size(); i++) {
            Socket server = new Socket();
            try {
                server.connect(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(),
                                now.get(Math.floorMod(first + i, now.size()))),
                        CONNECT_MILLIS);
            } catch (IOException nobodyThere) {
                close(server);
                continue;
            }
            Thread.ofVirtual().start(() -> pump(client, server));
            pump(server, client);
            return;
        }
        close(client);
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException over) {
            // One side has gone: closing both tells the other.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
