package bootcamp.enrollment.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.enrollment.notice.Postbox;
import bootcamp.enrollment.notice.Postbox.Pause;
import bootcamp.enrollment.notice.Postbox.Received;
import bootcamp.enrollment.screening.Screened;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Apart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A process is killed while it sends letters of decisions, and another finishes. No letter is lost,
 * and each goes once, but those that the mail server had taken of the dead process before it could
 * say so: of them nobody can know, and they go a second time, as no mail server undoes what it
 * took.
 */
class DecisionKillTest {

    private static final Postbox POSTBOX = Postbox.open();

    /** It has no mail server, so letters wait for the others. */
    private static final RunningService SERVICE =
            RunningService.start(EnrollmentApplication.NAME, EnrollmentApplication::builder);

    private static final int SELECTED = 24;
    private static final int WAITING = 16;
    private static final int TAKEN_BEFORE = 10;

    /** Of a letter that somebody began to send, and of the next look for what is due. */
    private static final Duration FINISHED_WITHIN = Duration.ofMinutes(2);

    private static final String LETTER =
            """
            {"applicationIds": [%s], "decision": "%s", "on": "2024-07-31",
             "letter": {"subject": {"ko": "결과", "en": "Result"},
                        "text": {"ko": "{name} 님, %2$s", "en": "Dear {name}, %2$s"}}}""";

    private final Screened it = new Screened(SERVICE);

    /** Application id by name, in the order in which they applied. */
    private final List<String> names = new ArrayList<>();

    private final Map<String, String> ids = new HashMap<>();

    @AfterAll
    static void stop() {
        SERVICE.close();
        POSTBOX.close();
    }

    @Test
    void whoIsCutDownWhileSendingLosesNoLetter() throws Exception {
        for (int i = 0; i < SELECTED + WAITING; i++) {
            String name = "Applicant " + (char) ('A' + i / 10) + (char) ('a' + i % 10);
            names.add(name);
            ids.put(name, it.applied(name, "en"));
        }
        decide("SELECTED", names.subList(0, SELECTED));
        decide("WAITING", names.subList(SELECTED, names.size()));
        Pause pause = POSTBOX.pauseAfter(TAKEN_BEFORE);
        try (Apart cutDown = apart()) {
            cutDown.start();
            assertThat(pause.begun().await(1, TimeUnit.MINUTES)).isTrue();
            cutDown.kill();
        }
        Set<String> noted = sent();
        await().until(() -> copies().size() == TAKEN_BEFORE);
        Set<String> taken = Set.copyOf(copies().keySet());
        assertThat(taken).containsAll(noted);
        // What the mail server was given it takes, and there is nobody to tell.
        pause.over().countDown();
        await().pollDelay(Duration.ofSeconds(2)).until(() -> copies().size() > TAKEN_BEFORE);
        Set<String> untold = new HashSet<>(copies().keySet());
        untold.removeAll(taken);
        assertThat(untold.size()).isLessThan(names.size() / 4);

        try (Apart next = apart()) {
            next.start();
            await().atMost(FINISHED_WITHIN).until(() -> sent().size() == names.size());
        }

        Map<String, List<Received>> all = copies();
        assertThat(all.keySet()).containsExactlyInAnyOrderElementsOf(names);
        for (String name : names) {
            List<Received> received = all.get(name);
            int times = untold.contains(name) ? 2 : noted.contains(name) ? 1 : 0;
            if (times > 0) {
                assertThat(received).as(name).hasSize(times);
            } else {
                // Taken, and dead before it was noted; or begun by nobody else.
                assertThat(received).as(name).hasSizeBetween(1, taken.contains(name) ? 2 : 1);
            }
            String decision = names.indexOf(name) < SELECTED ? "SELECTED" : "WAITING";
            assertThat(received)
                    .allSatisfy(
                            each ->
                                    assertThat(each.text().strip())
                                            .isEqualTo("Dear " + name + ", " + decision));
        }
        decisionsAndPlacesAreRight();
    }

    private void decisionsAndPlacesAreRight() {
        for (int i = 0; i < names.size(); i++) {
            JsonNode read = it.read(ids.get(names.get(i))).is(200).json();
            String decision = i < SELECTED ? "SELECTED" : "WAITING";
            assertThat(read.path("status").asString()).isEqualTo(decision);
            assertThat(read.at("/decision/decision").asString()).isEqualTo(decision);
            assertThat(read.path("waitingPlace").asInt(0))
                    .isEqualTo(i < SELECTED ? 0 : i - SELECTED + 1);
        }
    }

    private void decide(String decision, List<String> whom) {
        String all =
                whom.stream()
                        .map(name -> '"' + ids.get(name) + '"')
                        .collect(Collectors.joining(", "));
        JsonNode answer =
                it.staff
                        .post(it.path + "/application-decisions", LETTER.formatted(all, decision))
                        .is(200)
                        .json();
        assertThat(answer.path("decided").size()).isEqualTo(whom.size());
    }

    /** Of whom it is noted that their letter was sent. */
    private Set<String> sent() {
        Set<String> sent = new HashSet<>();
        for (JsonNode each :
                it.staff.get(it.path + "/applications?limit=200").is(200).json().path("items")) {
            if (each.at("/decision/letter/state").asString().equals("SENT")) {
                sent.add(each.path("name").asString());
            }
        }
        return sent;
    }

    /** What came for each who applied, of those for whom something did. */
    private Map<String, List<Received>> copies() {
        Map<String, List<Received>> copies = new HashMap<>();
        for (String name : names) {
            List<Received> received = POSTBOX.to(it.email(name) + "@example.org");
            if (!received.isEmpty()) {
                copies.put(name, received);
            }
        }
        return copies;
    }

    private static Apart apart() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return SERVICE.apart(
                    EnrollmentApplication.class, socket.getLocalPort(), POSTBOX.settings());
        }
    }
}
