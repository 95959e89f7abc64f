package bootcamp.faults;

import static bootcamp.faults.Invariant.I1;
import static bootcamp.faults.Invariant.I13;
import static bootcamp.faults.Invariant.I5;

import bootcamp.faults.Api.Answer;
import bootcamp.faults.Api.Request;
import bootcamp.faults.Invariant.Violation;
import bootcamp.faults.Racer.Line;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Students race for the few seats of a lecture, give them up and confirm them, staff make it larger
 * and smaller, and the whole platform is killed in the midst of it. When it is back and all have
 * their answers: nobody has a seat too many, none is free while somebody waits, who was told to be
 * in is in, and the line is in the order of queueing.
 */
final class SeatRow {

    private static final int STUDENTS = 14;
    private static final int SEATS = 4;
    private static final int RACE_ANSWERS_MIN = 60;
    private static final Duration RACE_MAX = Duration.ofMinutes(2);
    private static final int RACE_MILLIS_MAX = 1_500;
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(30);

    private final Path home;
    private final Path run;
    private final long seed;
    private final List<Violation> violations = new ArrayList<>();

    /** The largest that staff said since the last look, and how many had a seat then. */
    private final AtomicInteger seatsMost = new AtomicInteger(SEATS);

    private int seatsSaid = SEATS;

    /**
     * @param home of the checkout
     * @param run a directory of this run's own
     */
    SeatRow(Path home, Path run, long seed) {
        this.home = home;
        this.run = run;
        this.seed = seed;
    }

    Report run(int kills) {
        Random random = new Random(seed);
        History history = new History(run.resolve("history.txt"));
        try (Installation platform = new Installation(home, run)) {
            platform.start();
            try (Api nobody = Api.at(platform.url())) {
                nobody.setUp(platform.setUpToken(), Ground.ADMIN, Ground.PASSWORD);
                Api staff = nobody.signedIn(Ground.ADMIN, Ground.PASSWORD);
                String cohort = "seats-" + seed;
                cohort(staff, cohort);
                String lecture = "/api/lectures/" + lecture(staff, cohort);
                List<Racer> racers = racers(nobody, staff, cohort, lecture, history, random);
                for (int i = 1; i <= kills; i++) {
                    race(platform, staff, lecture, racers, history, random, i % 2 == 0);
                    look(staff, cohort, lecture, racers);
                    System.out.printf(
                            "Kill %d of %d among races: %d answered, %d cut, %d violations%n",
                            i,
                            kills,
                            history.count(Call.Outcome.OK),
                            racers.stream().mapToInt(Racer::cuts).sum(),
                            violations.size());
                }
            }
        }
        return new Report(
                "F20-SEATS", kills, history.count(Call.Outcome.OK), violations, List.of());
    }

    // ---- the ground

    private static void cohort(Api staff, String cohort) {
        Call opening = new Ground().opening(0, cohort, Ground.ROOMY, cohort);
        done(staff, opening.request);
    }

    private static String lecture(Api staff, String cohort) {
        LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(30);
        String body =
                """
                {"cohortIds": ["%s"], "title": "Few seats", "speaker": "Ada Park",
                 "startsAt": "%sT19:00:00", "endsAt": "%sT21:00:00", "capacity": %d}
                """
                        .formatted(cohort, day, day, SEATS);
        String lecture =
                done(staff, Request.post("/api/lectures", body, "draft"))
                        .path("lectureId")
                        .asString();
        done(staff, Request.post("/api/lectures/" + lecture + "/publication", "", "publish"));
        return lecture;
    }

    private List<Racer> racers(
            Api nobody, Api staff, String cohort, String lecture, History history, Random random) {
        LocalDate enrolledOn = LocalDate.now(ZoneOffset.UTC).minusDays(100);
        List<Racer> racers = new ArrayList<>();
        for (int i = 0; i < STUDENTS; i++) {
            String name = "racer-" + i;
            String student =
                    done(
                                    staff,
                                    Request.post(
                                            "/api/cohorts/" + cohort + "/enrollments",
                                            "{\"name\": \"%s\", \"enrolledOn\": \"%s\"}"
                                                    .formatted(name, enrolledOn),
                                            "enroll-" + i))
                            .path("studentId")
                            .asString();
            String account =
                    "{\"username\": \"%s\", \"role\": \"STUDENT\", \"studentId\": \"%s\", \"password\": \"%s\"}"
                            .formatted(name, student, Ground.PASSWORD);
            done(staff, Request.post("/api/users", account, "account-" + i));
            racers.add(
                    new Racer(
                            student,
                            nobody.signedIn(name, Ground.PASSWORD),
                            lecture,
                            history,
                            new Random(random.nextLong())));
        }
        return racers;
    }

    private static JsonNode done(Api api, Request request) {
        Answer answer = api.sendUntilAnswered(request);
        if (!answer.isOk()) {
            throw new IllegalStateException(request.path() + ": " + answer);
        }
        return answer.body();
    }

    // ---- the race

    private void race(
            Installation platform,
            Api staff,
            String lecture,
            List<Racer> racers,
            History history,
            Random random,
            boolean seatsMove) {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            racers.forEach(racer -> threads.execute(() -> racer.race(over)));
            if (seatsMove) {
                Random own = new Random(random.nextLong());
                threads.execute(() -> move(staff, lecture, history, own, over));
            }
            long answered = history.count(Call.Outcome.OK) + RACE_ANSWERS_MIN;
            if (!Pause.until(RACE_MAX, () -> history.count(Call.Outcome.OK) >= answered)) {
                throw new IllegalStateException("Nobody raced");
            }
            Pause.of(Duration.ofMillis(random.nextInt(RACE_MILLIS_MAX)));
            platform.kill();
            over.set(true);
            platform.start();
            // Closing waits until each has the answer to its last.
        }
    }

    private void move(
            Api staff, String lecture, History history, Random random, AtomicBoolean over) {
        for (int i = 0; !over.get(); i++) {
            int seats = SEATS - 2 + random.nextInt(5);
            seatsMost.accumulateAndGet(seats, Math::max);
            Call call =
                    new Call(
                            -i,
                            new Request(
                                    "PATCH",
                                    lecture,
                                    "application/merge-patch+json",
                                    "{\"capacity\": %d}".formatted(seats),
                                    null),
                            List.of());
            Racer.settle(history, call, staff);
            if (call.outcome() == Call.Outcome.OK) {
                seatsSaid = seats;
            }
            Pause.of(Duration.ofMillis(50));
        }
    }

    // ---- what must hold

    private void look(Api staff, String cohort, String lecture, List<Racer> racers) {
        JsonNode now = staff.get(lecture);
        int seats = now.path("capacity").asInt();
        int registered = now.path("registered").asInt();
        int waiting = now.path("waiting").asInt();
        if (registered > seatsMost.get()) {
            violate(I13.violated("%d have one of at most %d seats", registered, seatsMost.get()));
        }
        if (waiting > 0 && registered < seats) {
            violate(I13.violated("%d wait for %d free seats", waiting, seats - registered));
        }
        if (seats != seatsSaid) {
            violate(I1.violated("there are %d seats, %d were accepted", seats, seatsSaid));
        }
        List<JsonNode> rows = staff.list(lecture + "/registrations");
        Map<String, JsonNode> byStudent =
                rows.stream()
                        .collect(
                                Collectors.toMap(
                                        row -> row.path("studentId").asString(),
                                        Function.identity()));
        for (Racer racer : racers) {
            if (racer.isIn() != byStudent.containsKey(racer.studentId())) {
                violate(
                        I1.violated(
                                "%s was told to be %s and is not",
                                racer.studentId(), racer.isIn() ? "in" : "out"));
            }
        }
        inLine(racers, byStudent);
        shown(staff, cohort, lecture, now);
        // From here on: nobody may be let in above what there is, unless it grows.
        seatsMost.set(Math.max(seats, registered));
    }

    /** Who had the answer before another asked is before the other. */
    private void inLine(List<Racer> racers, Map<String, JsonNode> byStudent) {
        for (Racer first : racers) {
            for (Racer second : racers) {
                JsonNode before = byStudent.get(first.studentId());
                JsonNode after = byStudent.get(second.studentId());
                if (before != null
                        && after != null
                        && Line.isBefore(first.line(), second.line())
                        && place(before) > place(after)) {
                    violate(
                            I13.violated(
                                    "%s queued before %s and is behind: %s, %s",
                                    first.studentId(), second.studentId(), before, after));
                }
            }
        }
    }

    /** In the queue; 0 for who has a seat. */
    private static int place(JsonNode row) {
        return row.path("position").asInt(0);
    }

    private void shown(Api staff, String cohort, String lecture, JsonNode now) {
        String id = lecture.substring(lecture.lastIndexOf('/') + 1);
        List<String> figures = List.of("capacity", "registered", "waiting");
        if (!Pause.until(
                SHOWN_WITHIN,
                () -> {
                    Stream<JsonNode> all =
                            staff.get("/api/dashboards/" + cohort).path("lectures").valueStream();
                    return all.filter(each -> each.path("lectureId").asString().equals(id))
                            .anyMatch(
                                    each ->
                                            figures.stream()
                                                    .allMatch(
                                                            figure ->
                                                                    each.path(figure)
                                                                            .equals(
                                                                                    now.path(
                                                                                            figure))));
                })) {
            violate(I5.violated("the dashboard does not come to %s", now));
        }
    }

    private void violate(Violation violation) {
        violations.add(violation);
    }
}
