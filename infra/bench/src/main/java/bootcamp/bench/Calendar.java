package bootcamp.bench;

import bootcamp.curriculum.CurriculumEvent.SessionPlanned;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.calendar.CalendarEntry;
import bootcamp.curriculum.calendar.CalendarFile;
import bootcamp.curriculum.calendar.CalendarFile.Span;
import bootcamp.curriculum.week.Session;
import bootcamp.curriculum.week.SessionKind;
import bootcamp.curriculum.week.SessionPlan;
import bootcamp.platform.aggregate.Versioned;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ICS: the calendar of a cohort of 200 sessions, from its sessions to the bytes of the answer. */
final class Calendar implements Benchmark {

    private static final int SESSIONS = 200;
    private static final Instant PLANNED = Instant.parse("2024-01-02T03:04:05Z");
    private static final LocalDateTime FIRST = LocalDateTime.parse("2024-01-08T10:00");
    private static final Span COURSE =
            new Span(
                    ZoneId.of("Europe/Berlin"),
                    Instant.parse("2024-01-01T00:00:00Z"),
                    Instant.parse("2024-12-31T00:00:00Z"));

    private final Duration window;
    private final List<Versioned<Session>> sessions = new ArrayList<>();
    private List<String> lines = List.of();

    /** Read by everything that is measured, so that nothing is left out as without use. */
    private volatile int sink;

    Calendar(Duration window) {
        this.window = window;
    }

    @Override
    public String id() {
        return "ICS";
    }

    @Override
    public String title() {
        return "calendar of a cohort of 200 sessions, from its sessions to bytes";
    }

    @Override
    public String limitTitle() {
        return "the same lines, ready as texts, put together and encoded";
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.time("", "ms", 20).with(10));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("sessions", String.valueOf(SESSIONS), "window", window.toString());
    }

    @Override
    public void prepare() {
        for (int i = 0; i < SESSIONS; i++) {
            LocalDateTime starts = FIRST.plusDays(i);
            SessionPlan plan =
                    new SessionPlan(
                            SessionKind.LECTURE,
                            "경사하강법과 그 친구들, " + i,
                            null,
                            null,
                            starts,
                            starts.plusHours(2),
                            COURSE.zone().getId(),
                            "3층 대강의실",
                            List.of());
            Session session =
                    Session.initial("session-" + i)
                            .evolve(
                                    new SessionPlanned(
                                            "ai-lab-4", plan, null, new Stamp(PLANNED, "staff")));
            sessions.add(new Versioned<>("session-" + i, 1, session));
        }
        lines = new String(render(), StandardCharsets.UTF_8).lines().toList();
    }

    private byte[] render() {
        List<CalendarEntry> entries =
                sessions.stream()
                        .map(each -> CalendarEntry.of(each, "딥러닝", "Ines Duarte"))
                        .toList();
        return CalendarFile.of("Bootcamp ai-lab-4", List.of(COURSE), entries);
    }

    @Override
    public Map<String, Double> limit() {
        return Map.of("", Rate.millisEach(window, () -> sink = joined().length));
    }

    private byte[] joined() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append("\r\n"));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, Double> ours() {
        return Map.of("", Rate.millisEach(window, () -> sink = render().length));
    }

    @Override
    public void close() {
        sink = 0;
    }
}
