package bootcamp.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** What visitors do who do not behave, each on a connection of its own. */
enum Visit {
    LEAVES("opens a stream, sees the dashboard, goes") {
        @Override
        void pay(Door door, Socket socket) throws IOException {
            say(socket, door.stream());
            readUntil(socket, "data:");
        }
    },
    RESETS("opens a stream and resets it in the middle of the dashboard") {
        @Override
        void pay(Door door, Socket socket) throws IOException {
            say(socket, door.stream());
            readUntil(socket, "event");
            socket.setSoLinger(true, 0);
        }
    },
    TURNS_AWAY("opens a stream and resets it before any answer") {
        @Override
        void pay(Door door, Socket socket) throws IOException {
            say(socket, door.stream());
            socket.setSoLinger(true, 0);
        }
    },
    NEVER_READS("opens a stream and reads nothing for a while") {
        @Override
        void pay(Door door, Socket socket) throws IOException {
            say(socket, door.stream());
            Pause.of(IDLE);
        }
    },
    HALF_OPEN("says half of what it wants") {
        @Override
        void pay(Door door, Socket socket) throws IOException {
            String whole = door.stream();
            say(socket, whole.substring(0, whole.length() / 2));
            Pause.of(IDLE);
        }
    },
    CUTS_UPLOAD("uploads a part of a roster and is gone") {
        @Override
        void pay(Door door, Socket socket) throws IOException {
            say(socket, door.upload("externalId,name\n1,One\n", 100_000));
            Pause.of(IDLE);
            socket.setSoLinger(true, 0);
        }
    },
    UPLOADS_NONSENSE("uploads what is no roster") {
        @Override
        void pay(Door door, Socket socket) throws IOException {
            String nonsense = "\u0001\u0002,\"".repeat(500);
            say(socket, door.upload(nonsense, nonsense.length()));
            refused(socket);
        }
    },
    COMMANDS_NONSENSE("commands what is no command") {
        @Override
        void pay(Door door, Socket socket) throws IOException {
            say(socket, door.post("/api/cohorts", "application/json", "{}", 2));
            refused(socket);
        }
    },
    LOST("asks for what is not there") {
        @Override
        void pay(Door door, Socket socket) throws IOException {
            say(socket, door.get("/api/dashboards/nowhere/stream", true));
            refused(socket);
        }
    },
    STRANGER("says nothing of who it is") {
        @Override
        void pay(Door door, Socket socket) throws IOException {
            say(socket, door.get("/api/dashboards", false));
            refused(socket);
        }
    };

    private static final Duration IDLE = Duration.ofMillis(100);
    private static final int PATIENCE_MS = 30_000;

    private final String words;

    Visit(String words) {
        this.words = words;
    }

    abstract void pay(Door door, Socket socket) throws IOException;

    /** Comes, does it, and is gone. */
    void pay(Door door) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()),
                    PATIENCE_MS);
            pay(door, socket);
        } catch (IOException e) {
            throw new IOException("Who %s: %s".formatted(words, e.getMessage()), e);
        }
    }

    /**
     * Where they come to.
     *
     * @param authorization of somebody who may do all of it
     */
    record Door(int port, String cohortId, String authorization) {

        private String stream() {
            return get("/api/dashboards/" + cohortId + "/stream", true);
        }

        private String get(String path, boolean known) {
            return head("GET", path, known) + "Accept: */*\r\n\r\n";
        }

        private String upload(String csv, int bytes) {
            return post(
                    "/api/cohorts/" + cohortId + "/imports?kind=roster", "text/csv", csv, bytes);
        }

        private String post(String path, String type, String body, int bytes) {
            return head("POST", path, true)
                    + "Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(type, bytes, body);
        }

        private String head(String method, String path, boolean known) {
            return "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n"
                            .formatted(method, path, port)
                    + (known ? "Authorization: " + authorization + "\r\n" : "");
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** All that came before the end, up to the word. */
    private static String readUntil(Socket socket, String word) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        byte[] some = new byte[1024];
        while (read.indexOf(word) < 0) {
            int count = in.read(some);
            if (count < 0) {
                throw new IOException("It ended before %s: %s".formatted(word, read));
            }
            read.append(new String(some, 0, count, US_ASCII));
        }
        return read.toString();
    }

    private static void refused(Socket socket) throws IOException {
        String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
        if (!answer.startsWith("HTTP/1.1 4")) {
            throw new IOException("It was not refused: " + answer);
        }
    }
}
