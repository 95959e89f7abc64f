package bootcamp.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of loopback for what must know its own before it listens. All are below those that systems
 * give to connections (from 32768 on), so that no connection gets one in between, and a process
 * that was killed finds it free again; and each process looks from another one on.
 */
public final class FreePorts {

    private static final int MIN = 12_000;
    private static final int COUNT = 20_000;

    /** Has no divisor in common with the count, so that all come in turn. */
    private static final int STEP = 7;

    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 101 % COUNT));

    private FreePorts() {}

    /**
     * One that is free at this moment, and another at each call.
     *
     * @throws IllegalStateException if none is
     */
    public static int next() {
        for (int i = 0; i < COUNT; i++) {
            int port = MIN + Math.floorMod(NEXT.getAndAdd(STEP), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port of loopback is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
