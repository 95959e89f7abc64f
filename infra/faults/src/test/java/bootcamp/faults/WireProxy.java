package bootcamp.faults;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between a client and its server and passes on whole messages of the wire protocol, so that
 * what happens to a process can be timed by what it says: exactly before a message is delivered, or
 * after it was, before its answer is.
 */
final class WireProxy implements AutoCloseable {

    private static final int FRAME_BYTES_MAX = 64 << 20;

    /** How messages are cut out of the stream, and which answer belongs to which request. */
    enum Protocol {
        KAFKA {
            @Override
            int length(byte[] head) {
                return 4 + ByteBuffer.wrap(head).getInt();
            }

            @Override
            int idOfRequest(ByteBuffer frame) {
                return frame.getInt(8);
            }

            @Override
            int idOfAnswer(ByteBuffer frame) {
                return frame.getInt(4);
            }
        },
        MONGO {
            @Override
            int length(byte[] head) {
                return ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
            }

            @Override
            int idOfRequest(ByteBuffer frame) {
                return frame.getInt(4);
            }

            @Override
            int idOfAnswer(ByteBuffer frame) {
                return frame.getInt(8);
            }
        };

        /** Of the whole message, from its first four bytes. */
        abstract int length(byte[] head);

        abstract int idOfRequest(ByteBuffer frame);

        abstract int idOfAnswer(ByteBuffer frame);
    }

    /** Sees every message before it is passed on; it may take its time, and kill somebody. */
    interface Tap {

        Tap NONE = new Tap() {};

        /** A request that is about to be passed on. */
        default void request(byte[] request) {}

        /** An answer that is about to be passed on. */
        default void answer(byte[] request, byte[] answer) {}
    }

    private final Protocol protocol;
    private final int upstream;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Socket, Boolean> sockets = new ConcurrentHashMap<>();
    private volatile Tap tap = Tap.NONE;
    private volatile boolean closed;

    /**
     * @param upstream the server's port on this machine
     */
    WireProxy(Protocol protocol, int upstream) {
        this.protocol = protocol;
        this.upstream = upstream;
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void tap(Tap next) {
        tap = next;
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        Map<Integer, byte[]> asked = new ConcurrentHashMap<>();
        try (client;
                Socket there = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
            sockets.put(client, true);
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            threads.execute(
                    () -> {
                        pass(there, client, answer -> answered(asked, answer));
                        shut(client);
                        shut(there);
                    });
            pass(client, there, request -> requested(asked, request));
        } catch (IOException e) {
            // The server is down: so is the connection that was asked for.
            shut(client);
        } finally {
            sockets.remove(client);
        }
    }

    private ByteBuffer read(byte[] frame) {
        return ByteBuffer.wrap(frame)
                .order(protocol == Protocol.MONGO ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    private void requested(Map<Integer, byte[]> asked, byte[] request) {
        asked.put(protocol.idOfRequest(read(request)), request);
        tap.request(request);
    }

    private void answered(Map<Integer, byte[]> asked, byte[] answer) {
        byte[] request = asked.remove(protocol.idOfAnswer(read(answer)));
        if (request != null) {
            tap.answer(request, answer);
        }
    }

    private interface Seeing {
        void see(byte[] frame);
    }

    /** Until either side ends. */
    private void pass(Socket from, Socket to, Seeing seeing) {
        try {
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(from.getInputStream()));
            OutputStream out = to.getOutputStream();
            byte[] head = new byte[4];
            while (!closed) {
                in.readFully(head);
                int length = protocol.length(head);
                if (length < 4 || length > FRAME_BYTES_MAX) {
                    throw new IOException("No message of this protocol");
                }
                byte[] frame = new byte[length];
                System.arraycopy(head, 0, frame, 0, 4);
                in.readFully(frame, 4, length - 4);
                seeing.see(frame);
                out.write(frame);
                out.flush();
            }
        } catch (IOException end) {
            shut(to);
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.keySet().forEach(WireProxy::shut);
        threads.shutdownNow();
    }
}
