package bootcamp.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.gateway.dashboard.Gate.Events;
import bootcamp.gateway.dashboard.Gate.Sent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Dashboards as streams on a real port. */
class StreamTest {

    private static final String STREAM = "/api/dashboards/c/stream";

    /** One minute to midnight of day 90 in Seoul. */
    private static final Instant LATE = Instant.parse("2024-04-01T14:59:00Z");

    private Gate gate = Gate.open(LATE);

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void wholeDashboardComesAtOnceAndAfterEveryChange() {
        gate.tell(Facts.cohort("c", 1));
        try (Events events = gate.events(STREAM)) {
            Sent first = events.next();
            assertThat(events.response.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(first.event()).isEqualTo("dashboard");
            assertThat(first.fields().get("id")).isEqualTo(first.data().get("revision").asString());
            assertThat(first.fields().get("data")).isEqualTo(gate.get("/api/dashboards/c").body());

            gate.tell(Facts.enrolled("e1", "c", 1));

            JsonNode second = events.dashboard();
            assertThat(second.at("/counts/enrolled").asInt()).isEqualTo(1);
            assertThat(second.get("revision").asLong())
                    .isEqualTo(first.data().get("revision").asLong() + 1);
        }
    }

    @Test
    void factThatChangesNothingIsNotSent() throws InterruptedException {
        gate.tell(Facts.cohort("c", 2), Facts.enrolled("e1", "c", 2));
        try (Events events = gate.events(STREAM)) {
            events.dashboard();

            gate.tell(Facts.enrolled("e1", "c", 2), Facts.cohort("c", 1));

            assertThat(events.isQuietFor(Duration.ofMillis(200))).isTrue();
        }
    }

    @Test
    void dayTurnsOverByTheClockThoughNoFactArrives() {
        gate.tell(Facts.cohort("c", 1), Facts.enrolled("e1", "c", 1));
        try (Events events = gate.events(STREAM)) {
            JsonNode evening = events.dashboard();

            gate.now.set(LATE.plusSeconds(60));
            gate.dashboards.tick();

            JsonNode morning = events.dashboard();
            assertThat(evening.get("asOf").asString()).isEqualTo("2024-04-01");
            assertThat(morning.get("asOf").asString()).isEqualTo("2024-04-02");
            assertThat(morning.at("/retention/restrictedMean").asDouble())
                    .isEqualTo(evening.at("/retention/restrictedMean").asDouble() + 1);
            assertThat(morning.get("revision").asLong())
                    .isEqualTo(evening.get("revision").asLong() + 1);
        }
    }

    @Test
    void heartbeatsComeWhileNothingHappens() {
        gate.close();
        gate = Gate.open(LATE, "bootcamp.dashboards.heartbeat=100ms");
        gate.tell(Facts.cohort("c", 1));
        try (Events events = gate.events(STREAM)) {
            assertThat(events.next().event()).isEqualTo("dashboard");
            assertThat(events.next().event()).isEqualTo("heartbeat");
            assertThat(events.next().event()).isEqualTo("heartbeat");
        }
    }

    @Test
    void whatIsOlderThanWhatThePageHasSeenIsHeldBack() throws InterruptedException {
        gate.tell(Facts.cohort("c", 1), Facts.enrolled("e1", "c", 1));
        long revision = Gate.json(gate.get("/api/dashboards/c")).get("revision").asLong();

        try (Events events = gate.events(STREAM, "Last-Event-ID", String.valueOf(revision + 1));
                Events sameAsSeen = gate.events(STREAM, "Last-Event-ID", String.valueOf(revision));
                Events nonsense = gate.events(STREAM, "Last-Event-ID", "none")) {
            assertThat(sameAsSeen.dashboard().get("revision").asLong()).isEqualTo(revision);
            assertThat(nonsense.dashboard().get("revision").asLong()).isEqualTo(revision);
            assertThat(events.next().event()).isEqualTo("heartbeat");
            assertThat(events.isQuietFor(Duration.ofMillis(100))).isTrue();

            gate.tell(Facts.left("e1", "c", 2, 9));

            assertThat(events.dashboard().get("revision").asLong()).isEqualTo(revision + 1);
        }
    }

    @Test
    void streamsEndWithAHintWhenTheGatewayEnds() {
        gate.tell(Facts.cohort("c", 1));
        try (Events events = gate.events(STREAM)) {
            events.dashboard();

            gate.stop();

            assertThat(events.next().fields()).containsEntry("retry", "1000");
            assertThat(Events.isEnd(events.next())).isTrue();
        }
    }

    @Test
    void viewersAreBoundedPerSessionAndInAllAndLeaveRoomWhenTheyGo() throws InterruptedException {
        gate.close();
        gate =
                Gate.open(
                        LATE,
                        "bootcamp.dashboards.viewers-max=3",
                        "bootcamp.dashboards.viewers-max-session=2");
        gate.tell(Facts.cohort("c", 1));
        List<Events> open = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            open.add(gate.events(STREAM, "Cookie", "session=one"));
            open.getLast().dashboard();
        }

        assertThat(gate.get(STREAM, "Cookie", "session=one").statusCode()).isEqualTo(429);
        open.add(gate.events(STREAM, "Cookie", "session=two"));
        open.getLast().dashboard();
        assertThat(gate.get(STREAM).statusCode()).isEqualTo(503);

        open.forEach(Events::close);
        awaitViewers(0);
        try (Events again = gate.events(STREAM, "Cookie", "session=one")) {
            again.dashboard();
        }
    }

    @Test
    void slowViewerGetsTheNewestStateAndNoQueue() throws IOException, InterruptedException {
        gate.tell(Facts.cohort("c", 1));
        for (int i = 0; i < 150; i++) {
            gate.tell(Facts.left("left" + i, "c", 1, 1 + i % 90));
        }
        int changes = 1_000;
        try (Socket socket = new Socket();
                Events quick = gate.events(STREAM)) {
            // Small buffers, so that a viewer that does not read is behind at once.
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", gate.uri("/").getPort()));
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("GET " + STREAM + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Test-Role: ADMIN\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            awaitViewers(2);

            // The quick one sees each though the other one does not read.
            long before = 1 + 150 + Facts.START.plusDays(90).toEpochDay();
            for (int i = 1; i <= changes; i++) {
                gate.tell(Facts.enrolled("e", "c", i));
                awaitRevision(quick, before + i);
            }
            long newest = before + changes;

            List<Long> slow = revisions(socket, newest);
            assertThat(slow).isSorted().doesNotHaveDuplicates().endsWith(newest);
            // What the kernel and the connection took before it was full, and the newest.
            long bytes = slow.size() * (long) gate.get("/api/dashboards/c").body().length();
            assertThat(bytes).isLessThan(8_000_000L);
            assertThat(slow.size()).isLessThan(changes / 2);
        }
    }

    private static void awaitRevision(Events viewer, long revision) {
        while (viewer.dashboard().get("revision").asLong() < revision) {
            // An older one was under way.
        }
    }

    private static List<Long> revisions(Socket socket, long newest) throws IOException {
        Pattern id = Pattern.compile("id: (\\d+)\n");
        List<Long> revisions = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(10_000);
        byte[] bytes = new byte[65_536];
        while (revisions.isEmpty() || revisions.getLast() < newest) {
            int count = in.read(bytes);
            text.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
            Matcher matcher = id.matcher(text);
            int end = 0;
            while (matcher.find()) {
                revisions.add(Long.valueOf(matcher.group(1)));
                end = matcher.end();
            }
            text.delete(0, Math.max(end, text.length() - 100));
        }
        return revisions;
    }

    private void awaitViewers(int viewers) throws InterruptedException {
        for (int i = 0; i < 500 && gate.dashboards.viewers() != viewers; i++) {
            Thread.sleep(10);
        }
        assertThat(gate.dashboards.viewers()).isEqualTo(viewers);
    }
}
