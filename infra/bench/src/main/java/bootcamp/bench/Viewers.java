package bootcamp.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Many open pages, read by one thread: counts the events that arrive and when the last page had
 * one. An event ends with an empty line, so two line feeds in a row are counted.
 */
final class Viewers implements AutoCloseable {

    private static final int READ_BYTES = 256 << 10;

    private final Selector selector;
    private final List<SocketChannel> sockets = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);

    /** What one page has got. */
    private static final class Page {
        private long events;
        private boolean afterLineFeed;
    }

    Viewers(int port, String path, int count, List<String> headers) throws IOException {
        selector = Selector.open();
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
        request.append("Host: 127.0.0.1:").append(port).append("\r\n");
        request.append("Accept: text/event-stream\r\n");
        headers.forEach(header -> request.append(header).append("\r\n"));
        byte[] bytes = request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < count; i++) {
            SocketChannel socket = SocketChannel.open(address);
            socket.write(ByteBuffer.wrap(bytes));
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_READ, new Page());
            sockets.add(socket);
        }
    }

    int count() {
        return sockets.size();
    }

    /** Reads until every page has had so many events in all. */
    long awaitEach(long events, Duration atMost) throws IOException {
        long end = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < end) {
            if (fewest() >= events) {
                return System.nanoTime();
            }
            read(5);
        }
        throw new IOException(
                "a page had only %d of %d events; all: %d".formatted(fewest(), events, all()));
    }

    /** Reads for so long. */
    void readFor(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            read(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
    }

    private void read(long atMostMillis) throws IOException {
        selector.select(
                key -> {
                    try {
                        read(key);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                atMostMillis);
    }

    private void read(SelectionKey key) throws IOException {
        Page page = (Page) key.attachment();
        buffer.clear();
        int read = ((SocketChannel) key.channel()).read(buffer);
        if (read < 0) {
            throw new IOException("the server closed a stream");
        }
        for (int i = 0; i < read; i++) {
            boolean lineFeed = buffer.get(i) == '\n';
            if (lineFeed && page.afterLineFeed) {
                page.events++;
            }
            page.afterLineFeed = lineFeed;
        }
    }

    private long fewest() {
        return selector.keys().stream()
                .mapToLong(key -> ((Page) key.attachment()).events)
                .min()
                .orElse(0);
    }

    /** Events of all pages together. */
    long all() {
        return selector.keys().stream().mapToLong(key -> ((Page) key.attachment()).events).sum();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
        selector.close();
    }
}
