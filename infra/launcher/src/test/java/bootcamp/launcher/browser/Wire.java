package bootcamp.launcher.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between a browser and the gateway: bytes both ways, until it is cut. */
final class Wire implements AutoCloseable {

    private static final int CONNECTIONS_WAITING_MAX = 50;

    private final ServerSocket door;
    private final URI target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Wire(URI target) throws IOException {
        this.target = target;
        door = new ServerSocket(0, CONNECTIONS_WAITING_MAX, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    static Wire to(URI target) {
        try {
            return new Wire(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** Ends every connection, and each new one at once. */
    void cut() {
        cut = true;
        open.forEach(Wire::end);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket browser = door.accept();
                if (cut) {
                    end(browser);
                } else {
                    Socket gateway = new Socket(target.getHost(), target.getPort());
                    open.add(browser);
                    open.add(gateway);
                    Thread.ofVirtual().start(() -> carry(browser, gateway));
                    Thread.ofVirtual().start(() -> carry(gateway, browser));
                }
            } catch (IOException e) {
                cut |= door.isClosed();
            }
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            open.remove(to);
        } finally {
            open.remove(from);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
