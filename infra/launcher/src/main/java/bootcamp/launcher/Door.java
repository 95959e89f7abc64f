package bootcamp.launcher;

import bootcamp.launcher.client.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

/**
 * Where the gateway listens.
 *
 * @param port never 0
 * @param isInsecure plain HTTP beyond this machine, which somebody asked for
 */
record Door(InetAddress address, int port, boolean isInsecure) {

    /**
     * Finds that the port is free, or with 0 one that is.
     *
     * @throws CommandFailure if the port is taken, the address is none of this machine's, or
     *     listening there would send passwords in the clear and nobody asked for that
     */
    static Door open(InetAddress address, int port, boolean isInsecure) {
        if (!address.isLoopbackAddress() && !isInsecure) {
            throw new CommandFailure(
                    "Listening on %s would send passwords in the clear; put a TLS front before Bootcamp, or say --insecure-http."
                            .formatted(address.getHostAddress()));
        }
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of an earlier run that are still ending do not keep the port.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return new Door(address, socket.getLocalPort(), isInsecure);
        } catch (IOException e) {
            throw new CommandFailure(
                    "Port %d of %s cannot be opened (%s); stop what uses it, or choose another with --port."
                            .formatted(port, address.getHostAddress(), e.getMessage()));
        }
    }

    /** As a browser on this machine reaches it. */
    URI url() {
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        return URI.create(
                "http://%s:%d".formatted(host.indexOf(':') < 0 ? host : "[" + host + "]", port));
    }
}
