package bootcamp.curriculum.lecture;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import bootcamp.platform.stream.StreamFeed;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Seats of special lectures as the service's callers see them, one by one and all at once, on
 * whatever servers.
 */
abstract class LectureSeatsKitTest extends LectureCalls {

    private final RunningService service;
    private final SchoolTopic school;

    /** Both are the subclass's own, and closed by it. */
    LectureSeatsKitTest(RunningService service, SchoolTopic school) {
        super(service, school);
        this.service = service;
        this.school = school;
    }

    // ---- registration

    @Test
    void studentsRegisterWaitArePromotedAndConfirm() {
        String path = published(1);
        Calls hana = enrolled("hana");
        Calls duri = enrolled("duri");

        state(registers(hana, path), "REGISTERED");
        Answer waits = registers(duri, path);
        state(waits, "WAITING");
        assertThat(waits.json().path("position").asInt()).isEqualTo(1);
        state(registers(duri, path), "WAITING");
        problem(duri.put(path + "/registrations/me/confirmation", null), 409, "NO_SEAT_YET");
        state(hana.delete(path + "/registrations/me"), "NONE");
        state(hana.delete(path + "/registrations/me"), "NONE");
        Answer mine = duri.get(path);
        assertThat(mine.json().at("/mine/state").asString()).isEqualTo("REGISTERED");
        assertThat(mine.json().at("/mine/firm").asBoolean()).isFalse();
        assertThat(mine.json().at("/mine/confirmBy").isString()).isTrue();
        assertThat(registers(duri, path).json().path("firm").asBoolean()).isFalse();
        Answer confirmed = duri.put(path + "/registrations/me/confirmation", null);
        assertThat(confirmed.json().path("firm").asBoolean()).isTrue();
        problem(hana.put(path + "/registrations/me/confirmation", null), 409, "NOT_REGISTERED");

        Answer list = staff.get(path + "/registrations");
        assertThat(list.json().at("/items/0/studentId").asString()).isEqualTo("duri" + cohort);
        assertThat(staff.get(path + "/registrations", "Accept", "text/csv").response().body())
                .contains("duri" + cohort + ",REGISTERED");
        Answer removed = staff.delete(path + "/registrations/duri" + cohort);
        assertThat(removed.json().path("registered").asInt()).isZero();
        problem(
                staff.put(
                        path + "/registrations/duri" + cohort + "/attendance",
                        "{\"attended\": false}"),
                409,
                "LECTURE_NOT_BEGUN");
    }

    @Test
    void loweringCapacitySaysThatNobodyNewGetsASeat() {
        String path = published(2);
        registers(enrolled("hana"), path);
        registers(enrolled("duri"), path);

        Answer lowered = staff.patch(path, "{\"capacity\": 1}");

        assertThat(lowered.json().path("registered").asInt()).isEqualTo(2);
        assertThat(lowered.json().path("overCapacity").asInt()).isEqualTo(1);
        Calls sena = enrolled("sena");
        state(registers(sena, path), "WAITING");
        assertThat(staff.patch(path, "{\"capacity\": 3}").json().path("waiting").asInt()).isZero();
    }

    @Test
    void onlyWhoIsEnrolledNowRegisters() {
        String path = published(2);
        school.enrollment("gone" + cohort, cohort, 1, "WITHDRAWN");
        enrolled("hana");

        problem(registers(service.as(student("gone" + cohort)), path), 422, "NOT_ENROLLED_HERE");
    }

    /** Enrolled by one service, and at once a guest of another that has not heard of it. */
    @Test
    void whoIsEnrolledWhileTheRequestWaitsIsRegistered() throws Exception {
        String path = published(1);
        Calls late = service.as(student("late" + cohort));

        List<Answer> answers =
                AtOnce.ask(
                        2,
                        i -> {
                            if (i == 0) {
                                return registers(late, path);
                            }
                            school.enrollment("late" + cohort, cohort, 1, "ENROLLED");
                            return staff.get(path);
                        });

        state(answers.getFirst(), "REGISTERED");
    }

    @Test
    void enrollmentThatCanNotBeReadIsParkedAndTheNextIsRead() throws Exception {
        String path = published(2);
        school.enrollmentWithoutStatus("poison" + cohort, cohort);
        state(registers(enrolled("hana"), path), "REGISTERED");

        var letters = service.bean(0, "enrollmentEvents", StreamFeed.class).deadLetters();
        await(() -> !letters.list().isEmpty());
        assertThat(letters.list())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.code()).isEqualTo("STATE_DOES_NOT_FIT");
                            assertThat(letter.reason()).isEqualTo("status");
                        });
    }

    @Test
    void whoWithdrawsOrIsErasedGivesTheSeatToTheNext() throws Exception {
        String path = published(2);
        Calls hana = enrolled("hana");
        Calls duri = enrolled("duri");
        Calls sena = enrolled("sena");
        Calls bora = enrolled("bora");
        state(registers(hana, path), "REGISTERED");
        state(registers(duri, path), "REGISTERED");
        state(registers(sena, path), "WAITING");
        state(registers(bora, path), "WAITING");

        school.enrollment("hana" + cohort, cohort, 2, "WITHDRAWN");
        school.erasure("duri" + cohort);

        await(() -> sena.get(path).json().at("/mine/state").asString().equals("REGISTERED"));
        await(() -> bora.get(path).json().at("/mine/state").asString().equals("REGISTERED"));
        assertThat(staff.get(path).json().path("registered").asInt()).isEqualTo(2);
    }

    // ---- at once

    /** The last seats, asked for at two processes by everybody at once, again and again. */
    @Test
    void lastSeatsAreGivenExactlyWhoeverAsksWhere() throws Exception {
        lastSeats(2);
    }

    @Test
    @Tag("full")
    void lastSeatsAreGivenExactlyFiftyTimes() throws Exception {
        lastSeats(50);
    }

    private void lastSeats(int rounds) throws Exception {
        int other = service.startAnother();
        int students = 200;
        int seats = 7;
        school.cohort(cohort);
        for (int i = 0; i < students; i++) {
            school.enrollment("s" + i + cohort, cohort, 1, "ENROLLED");
        }
        enrolled("warm");
        for (int round = 0; round < rounds; round++) {
            String path = published(seats);

            List<Answer> answers =
                    AtOnce.ask(
                            students,
                            i ->
                                    registers(
                                            service.as(student("s" + i + cohort), i % 2 * other),
                                            path));

            assertThat(answers).allMatch(answer -> answer.status() == 200);
            assertThat(answers.stream().filter(each -> each.text("state").equals("REGISTERED")))
                    .hasSize(seats);
            List<Integer> positions =
                    answers.stream()
                            .filter(each -> each.text("state").equals("WAITING"))
                            .map(each -> each.json().path("position").asInt())
                            .sorted()
                            .toList();
            assertThat(positions)
                    .isEqualTo(IntStream.rangeClosed(1, students - seats).boxed().toList());
            Answer view = staff.get(path);
            assertThat(view.json().path("registered").asInt()).isEqualTo(seats);
            assertThat(view.json().path("waiting").asInt()).isEqualTo(students - seats);
            promotionsMeetCancellations(path, students, seats, other);
        }
        System.out.printf(
                "%d rounds of %d students for %d seats at two processes: exact%n",
                rounds, students, seats);
        service.stop(other);
    }

    /** Everybody cancels or confirms at once, at both processes, while capacity moves. */
    private void promotionsMeetCancellations(String path, int students, int seats, int other)
            throws Exception {
        AtOnce.ask(
                students,
                i -> {
                    Calls calls = service.as(student("s" + i + cohort), i % 2 * other);
                    return switch (i % 4) {
                        case 0, 1 -> calls.delete(path + "/registrations/me");
                        case 2 -> calls.put(path + "/registrations/me/confirmation", null);
                        default ->
                                staff.patch(
                                        path, "{\"capacity\": %d}".formatted(seats - 2 + i % 5));
                    };
                });
        Answer view = staff.patch(path, "{\"capacity\": %d}".formatted(seats + 3));
        assertThat(view.status()).as(view.response().body()).isEqualTo(200);
        assertThat(view.json().path("registered").asInt()).isEqualTo(seats + 3);
        assertThat(
                        StreamSupport.stream(
                                        staff.get(path + "/registrations?limit=200")
                                                .json()
                                                .path("items")
                                                .spliterator(),
                                        false)
                                .map(row -> row.path("studentId").asString()))
                .hasSize(students / 2)
                .doesNotHaveDuplicates();
    }

    @Test
    void everybodyInARushIsAnswered() throws Exception {
        rush(400);
    }

    @Test
    @Tag("full")
    void twoThousandInOneRushAreAllAnswered() throws Exception {
        rush(2_000);
    }

    private void rush(int students) throws Exception {
        school.cohort(cohort);
        for (int i = 0; i < students; i++) {
            school.enrollment("r" + i + cohort, cohort, 1, "ENROLLED");
        }
        enrolled("warm");
        String path = published(200);
        await(() -> known("r" + (students - 1) + cohort));

        long begun = System.nanoTime();
        List<Answer> answers =
                AtOnce.ask(students, i -> registers(service.as(student("r" + i + cohort)), path));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().filter(each -> each.text("state").equals("REGISTERED")))
                .hasSize(200);
        assertThat(staff.get(path).json().path("waiting").asInt()).isEqualTo(students - 200);
        System.out.printf("%d registrations at once: all answered in %d ms%n", students, millis);
    }

    private boolean known(String studentId) {
        Calls student = service.as(student(studentId));
        return student.get("/api/lectures").json().path("items").size() > 0;
    }
}
