package bootcamp.curriculum.calendar;

import static bootcamp.curriculum.SharedService.SCHOOL;
import static bootcamp.curriculum.SharedService.SERVICE;
import static bootcamp.platform.service.RunningService.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Calendars and the links to them as callers see them; the service is two processes. */
class CalendarServiceTest {

    private static final int OTHER = SERVICE.another();
    private static final AtomicInteger COHORTS = new AtomicInteger();
    private static final String LINKS = "/api/me/calendar-links";
    private static final long SECONDS_MAX = 30;

    private final String cohort = "calendar-" + COHORTS.incrementAndGet();
    private final String sessions = "/api/cohorts/" + cohort + "/sessions";
    private final String cohortLinks = "/api/cohorts/" + cohort + "/calendar-links";
    private final String cohortCalendar = "/api/cohorts/" + cohort + "/calendar.ics";
    private final Calls staff = SERVICE.as(STAFF);
    private final Calls nobody = SERVICE.as(Caller.NOBODY);

    // ---- what tests say

    private Caller student(String name) {
        return new Caller(
                "maple-" + name + cohort, Set.of(Role.STUDENT), name + cohort, null, Set.of());
    }

    private Calls enrolled(String name) throws InterruptedException {
        SCHOOL.enrollment(name + cohort, cohort, 1, "ENROLLED");
        Calls calls = SERVICE.as(student(name));
        await(() -> calls.get("/api/me/calendar.ics").status() == 200);
        return calls;
    }

    private Answer planned(String title, String starts, String ends, String more) {
        Answer answer =
                staff.post(
                        sessions,
                        """
                        {"kind": "LECTURE", "title": "%s", "startsAt": "%s", "endsAt": "%s"%s}"""
                                .formatted(title, starts, ends, more));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer;
    }

    private String lecture(String title) {
        LocalDateTime from =
                LocalDateTime.now(ZoneId.of("Asia/Seoul"))
                        .truncatedTo(ChronoUnit.MINUTES)
                        .plusDays(10);
        Answer drafted =
                staff.post(
                        "/api/lectures",
                        """
                        {"cohortIds": ["%s"], "title": "%s", "speaker": "Maren Thornby",
                         "startsAt": "%s", "endsAt": "%s", "capacity": 5}"""
                                .formatted(cohort, title, from, from.plusHours(2)));
        assertThat(drafted.status()).as(drafted.response().body()).isEqualTo(201);
        return "/api/lectures/" + drafted.text("lectureId");
    }

    private static String link(Calls who, String links) {
        Answer made = who.post(links, "");
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        return made.text("url");
    }

    /** Read by one parser and found without fault by the other. */
    private static List<VEvent> events(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.header("Content-Type"))
                .isEqualToIgnoringCase("text/calendar;charset=UTF-8");
        String text = answer.response().body();
        try {
            assertThat(
                            new CalendarBuilder()
                                    .build(new StringReader(text))
                                    .validate(true)
                                    .getEntries())
                    .isEmpty();
        } catch (IOException | ParserException e) {
            throw new AssertionError(text, e);
        }
        ICalendar calendar = Biweekly.parse(text).first();
        return calendar.getEvents();
    }

    private static List<String> titles(Answer answer) {
        return events(answer).stream().map(event -> event.getSummary().getValue()).toList();
    }

    private static VEvent event(Answer answer, String title) {
        return events(answer).stream()
                .filter(event -> event.getSummary().getValue().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private static void problem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < SECONDS_MAX * 20 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    // ---- links that open nothing

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "%20",
                "%00",
                "%F0%9F%A6%84",
                "$ne",
                "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
            })
    void aTokenThatIsNoneOpensNothing(String token) {
        SCHOOL.cohort(cohort);

        problem(nobody.get("/api/me/calendar.ics?token=" + token), 404, "CALENDAR_LINK_NOT_FOUND");
        problem(nobody.get(cohortCalendar + "?token=" + token), 404, "CALENDAR_LINK_NOT_FOUND");
        problem(staff.get(cohortCalendar + "?token=" + token), 404, "CALENDAR_LINK_NOT_FOUND");
    }

    @Test
    void aTokenOpensTheCalendarThatItWasMadeForAndNoOther() throws InterruptedException {
        SCHOOL.cohort(cohort);
        SCHOOL.cohort(cohort + "-b");
        Calls student = enrolled("a");
        String ofStudent = link(student, LINKS);
        String ofCohort = link(staff, cohortLinks);
        String token = ofStudent.substring(ofStudent.indexOf('?'));

        assertThat(events(nobody.get(ofStudent))).isEmpty();
        assertThat(events(nobody.get(ofCohort))).isEmpty();
        problem(nobody.get(cohortCalendar + token), 404, "CALENDAR_LINK_NOT_FOUND");
        problem(
                nobody.get("/api/me/calendar.ics" + ofCohort.substring(ofCohort.indexOf('?'))),
                404,
                "CALENDAR_LINK_NOT_FOUND");
        problem(
                nobody.get(ofCohort.replace(cohort + "/", cohort + "-b/")),
                404,
                "CALENDAR_LINK_NOT_FOUND");
        String changed = ofStudent.endsWith("0") ? "1" : "0";
        problem(
                nobody.get(ofStudent.substring(0, ofStudent.length() - 1) + changed),
                404,
                "CALENDAR_LINK_NOT_FOUND");
    }

    @Test
    void aLinkIsToldOnceListedWithoutItsAddressAndRevoked() throws InterruptedException {
        SCHOOL.cohort(cohort);
        Calls student = enrolled("a");
        Calls another = enrolled("b");
        Answer made = student.post(LINKS, "");
        String url = made.text("url");
        String linkId = made.text("linkId");

        Answer listed = student.get(LINKS);

        assertThat(listed.json().at("/items/0/linkId").asString()).isEqualTo(linkId);
        assertThat(listed.response().body()).doesNotContain("token", url.substring(60));
        assertThat(another.get(LINKS).json().path("items").size()).isZero();
        assertThat(another.delete(LINKS + "/" + linkId).status()).isEqualTo(204);
        assertThat(staff.delete(cohortLinks + "/" + linkId).status()).isEqualTo(204);
        assertThat(nobody.get(url).status()).isEqualTo(200);
        assertThat(student.delete(LINKS + "/" + linkId).status()).isEqualTo(204);
        assertThat(student.delete(LINKS + "/" + linkId).status()).isEqualTo(204);
        problem(nobody.get(url), 404, "CALENDAR_LINK_NOT_FOUND");
        problem(SERVICE.as(Caller.NOBODY, OTHER).get(url), 404, "CALENDAR_LINK_NOT_FOUND");
        assertThat(student.get(LINKS).json().path("items").size()).isZero();
    }

    @Test
    void theDatabaseHoldsNothingThatOpensACalendar() throws InterruptedException {
        SCHOOL.cohort(cohort);
        String url = link(enrolled("a"), LINKS);
        String secret = url.substring(url.indexOf('=') + 1 + 32);
        MongoDatabase database = SERVICE.bean(MongoDatabase.class);

        List<String> all =
                Flux.from(database.listCollectionNames())
                        .flatMap(name -> database.getCollection(name).find())
                        .map(document -> document.toJson())
                        .collectList()
                        .blockOptional()
                        .orElseThrow();

        assertThat(secret).hasSize(64);
        assertThat(all).isNotEmpty().noneMatch(document -> document.contains(secret));
    }

    @Test
    void thereAreNoMoreThanTenHoweverManyAreMadeAtOnce() throws Exception {
        SCHOOL.cohort(cohort);
        Calls student = enrolled("a");
        Calls atOther = SERVICE.as(student("a"), OTHER);

        List<Answer> answers =
                AtOnce.ask(30, each -> (each % 2 == 0 ? student : atOther).post(LINKS, ""));

        assertThat(answers).filteredOn(each -> each.status() == 201).hasSize(10);
        assertThat(answers)
                .filteredOn(each -> each.status() != 201)
                .allSatisfy(each -> problem(each, 409, "TOO_MANY_CALENDAR_LINKS"));
        Answer listed = student.get(LINKS);
        assertThat(listed.json().path("items").size()).isEqualTo(10);
        String one = listed.json().at("/items/3/linkId").asString();
        assertThat(student.delete(LINKS + "/" + one).status()).isEqualTo(204);
        assertThat(nobody.get(link(student, LINKS)).status()).isEqualTo(200);
    }

    @Test
    void theSameRequestAgainIsTheSameLinkAndAnothersIsAnother() throws InterruptedException {
        SCHOOL.cohort(cohort);
        Calls student = enrolled("a");
        Calls another = enrolled("b");

        Answer first = student.post(LINKS, "", "Idempotency-Key", cohort);
        Answer again = SERVICE.as(student("a"), OTHER).post(LINKS, "", "Idempotency-Key", cohort);
        Answer anothers = another.post(LINKS, "", "Idempotency-Key", cohort);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(anothers.text("url")).isNotEqualTo(first.text("url"));
        assertThat(student.get(LINKS).json().path("items").size()).isEqualTo(1);
        assertThat(nobody.get(first.text("url")).status()).isEqualTo(200);
    }

    @Test
    void theSameRequestManyTimesAtOnceIsOneLink() throws Exception {
        SCHOOL.cohort(cohort);
        Calls student = enrolled("a");
        Calls atOther = SERVICE.as(student("a"), OTHER);

        List<Answer> answers =
                AtOnce.ask(
                        12,
                        each ->
                                (each % 2 == 0 ? student : atOther)
                                        .post(LINKS, "", "Idempotency-Key", cohort));

        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers.stream().map(answer -> answer.response().body()).distinct()).hasSize(1);
        assertThat(student.get(LINKS).json().path("items").size()).isEqualTo(1);
    }

    /** As a process leaves it that ends amid revoking: the links are gone, the list is full. */
    @Test
    void whatARevocationThatWasCutLeftIsInNobodysWay() throws Exception {
        SCHOOL.cohort(cohort);
        Calls student = enrolled("a");
        for (int i = 0; i < 10; i++) {
            link(student, LINKS);
        }
        Flux.from(
                        SERVICE.bean(MongoDatabase.class)
                                .getCollection("calendarLinks")
                                .deleteMany(
                                        com.mongodb.client.model.Filters.eq(
                                                "owner", "student/a" + cohort)))
                .blockLast();

        assertThat(student.get(LINKS).json().path("items").size()).isZero();
        assertThat(nobody.get(link(student, LINKS)).status()).isEqualTo(200);
        assertThat(student.get(LINKS).json().path("items").size()).isEqualTo(1);
    }

    @Test
    void linksOfACohortAreOfItsStaff() throws InterruptedException {
        SCHOOL.cohort(cohort);
        Calls student = enrolled("a");
        Calls elsewhere =
                SERVICE.as(
                        new Caller("elsewhere", Set.of(Role.STAFF), null, null, Set.of("other")));
        Calls instructor =
                SERVICE.as(new Caller("kim", Set.of(Role.INSTRUCTOR), null, "kim", Set.of()));

        for (Calls who : List.of(student, instructor)) {
            problem(who.post(cohortLinks, ""), 403, "FORBIDDEN");
            problem(who.get(cohortLinks), 403, "FORBIDDEN");
            problem(who.delete(cohortLinks + "/x"), 403, "FORBIDDEN");
        }
        problem(elsewhere.post(cohortLinks, ""), 404, "NOT_FOUND");
        problem(elsewhere.get(cohortCalendar), 404, "NOT_FOUND");
        problem(staff.post(LINKS, ""), 403, "FORBIDDEN");
        problem(staff.get("/api/me/calendar.ics"), 403, "FORBIDDEN");
        problem(instructor.get(cohortCalendar), 403, "FORBIDDEN");
        problem(nobody.get(cohortCalendar), 401, "UNAUTHENTICATED");
        problem(nobody.get("/api/me/calendar.ics"), 401, "UNAUTHENTICATED");
        problem(nobody.post(LINKS, ""), 403, "FORBIDDEN");
        SCHOOL.cohort(cohort + "-b");
        await(() -> staff.get("/api/cohorts/" + cohort + "-b/calendar.ics").status() == 200);
        problem(student.get("/api/cohorts/" + cohort + "-b/calendar.ics"), 404, "NOT_FOUND");
        assertThat(student.get(cohortCalendar).status()).isEqualTo(200);
    }

    @Test
    void aRevokedLinkDoesNotComeBackWithTheRequestThatMadeIt() throws InterruptedException {
        SCHOOL.cohort(cohort);
        Calls student = enrolled("a");
        String[] key = {"Idempotency-Key", "link-" + cohort};
        Answer made = student.post(LINKS, "", key);
        assertThat(made.status()).isEqualTo(201);
        assertThat(student.delete(LINKS + "/" + made.text("linkId")).status()).isEqualTo(204);

        problem(student.post(LINKS, "", key), 409, "CALENDAR_LINK_REVOKED");

        assertThat(nobody.get(made.text("url")).status()).isEqualTo(404);
        assertThat(student.get(LINKS).json().path("items").size()).isZero();
    }

    @Test
    void whoWasErasedHasNoCalendarAnyMore() throws InterruptedException {
        SCHOOL.cohort(cohort);
        Calls student = enrolled("a");
        String url = link(student, LINKS);
        assertThat(nobody.get(url).status()).isEqualTo(200);

        SCHOOL.erasure("a" + cohort);

        await(() -> nobody.get(url).status() == 404);
    }

    // ---- what is in a calendar

    @Test
    void aChangeRaisesTheSequenceOfTheSameEntryAndACancelledOneSaysSo() {
        SCHOOL.cohort(cohort);
        Answer session =
                planned(
                        "Gradients",
                        "2024-03-14T09:00",
                        "2024-03-14T11:00",
                        ", \"place\": \"Room 4\"");
        String path = "/api/sessions/" + session.text("sessionId");
        Answer before = staff.get(cohortCalendar);
        VEvent first = event(before, "Gradients");
        assertThat(first.getLocation().getValue()).isEqualTo("Room 4");
        assertThat(first.getDateStart().getValue().toInstant()).isEqualTo("2024-03-14T00:00:00Z");

        staff.patch(path, "{\"startsAt\": \"2024-03-14T10:00\"}");
        VEvent moved = event(staff.get(cohortCalendar), "Gradients");
        staff.post(path + "/cancellation", "");
        VEvent cancelled = event(staff.get(cohortCalendar), "Gradients");

        assertThat(moved.getUid()).isEqualTo(first.getUid());
        assertThat(cancelled.getUid()).isEqualTo(first.getUid());
        assertThat(moved.getDateStart().getValue().toInstant()).isEqualTo("2024-03-14T01:00:00Z");
        assertThat(
                        List.of(
                                first.getSequence().getValue(),
                                moved.getSequence().getValue(),
                                cancelled.getSequence().getValue()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(cancelled.getDateTimeStamp().getValue())
                .isAfterOrEqualTo(moved.getDateTimeStamp().getValue());
        assertThat(first.getStatus().isConfirmed()).isTrue();
        assertThat(cancelled.getStatus().isCancelled()).isTrue();
        assertThat(cancelled.getAlarms()).isEmpty();
        assertThat(staff.get(cohortCalendar, "If-None-Match", before.header("ETag")).status())
                .isEqualTo(200);
    }

    @Test
    void aCalendarThatDidNotChangeIsNotSentAgain() {
        SCHOOL.cohort(cohort);
        planned("Gradients", "2024-03-14T09:00", "2024-03-14T11:00", "");

        Answer first = staff.get(cohortCalendar);

        assertThat(
                        SERVICE.as(STAFF, OTHER)
                                .get(cohortCalendar, "If-None-Match", first.header("ETag"))
                                .status())
                .isEqualTo(304);
    }

    @Test
    void aStudentHasTheSessionsOfTheOwnCohortsAndTheLecturesWithASeat()
            throws InterruptedException {
        SCHOOL.cohort(cohort);
        SCHOOL.cohort(cohort + "-b");
        Calls student = enrolled("a");
        planned("Gradients", "2024-03-14T09:00", "2024-03-14T11:00", "");
        staff.post(
                "/api/cohorts/" + cohort + "-b/sessions",
                "{\"kind\": \"LAB\", \"title\": \"Elsewhere\", \"startsAt\": \"2024-03-14T09:00\", \"endsAt\": \"2024-03-14T11:00\"}");
        String with = lecture("With a seat");
        String without = lecture("Without a seat");
        lecture("A draft");
        staff.post(with + "/publication", "");
        staff.post(without + "/publication", "");
        assertThat(student.put(with + "/registrations/me", null).status()).isEqualTo(200);

        String url = link(student, LINKS);

        assertThat(titles(nobody.get(url))).containsExactly("Gradients", "With a seat");
        assertThat(titles(student.get("/api/me/calendar.ics")))
                .containsExactly("Gradients", "With a seat");
        assertThat(titles(nobody.get(link(staff, cohortLinks))))
                .containsExactlyInAnyOrder("Gradients", "With a seat", "Without a seat");
        assertThat(event(nobody.get(url), "With a seat").getUid())
                .isEqualTo(event(staff.get(cohortCalendar), "With a seat").getUid());
        staff.post(with + "/cancellation", "{}");
        assertThat(event(nobody.get(url), "With a seat").getStatus().isCancelled()).isTrue();
        SCHOOL.enrollment("a" + cohort, cohort + "-b", 1, "ENROLLED");
        await(() -> titles(nobody.get(url)).contains("Elsewhere"));
    }

    @Test
    void aSeatThatIsToBeConfirmedIsTentative() throws InterruptedException {
        SCHOOL.cohort(cohort);
        Calls first = enrolled("a");
        Calls second = enrolled("b");
        String lecture = lecture("One seat");
        staff.patch(lecture, "{\"capacity\": 1}");
        staff.post(lecture + "/publication", "");
        first.put(lecture + "/registrations/me", null);
        second.put(lecture + "/registrations/me", null);
        assertThat(titles(second.get("/api/me/calendar.ics"))).isEmpty();

        first.delete(lecture + "/registrations/me");

        assertThat(titles(first.get("/api/me/calendar.ics"))).isEmpty();
        assertThat(event(second.get("/api/me/calendar.ics"), "One seat").getStatus().isTentative())
                .isTrue();
        second.put(lecture + "/registrations/me/confirmation", null);
        assertThat(event(second.get("/api/me/calendar.ics"), "One seat").getStatus().isConfirmed())
                .isTrue();
    }

    @Test
    void whoTeachesAndTheModuleAreSaid() {
        SCHOOL.cohort(cohort);
        String instructor =
                staff.post(
                                "/api/instructors",
                                "{\"name\": \"Maren, Thornby\", \"affiliation\": \"EXTERNAL\"}")
                        .text("instructorId");
        String module =
                staff.post(
                                "/api/cohorts/" + cohort + "/modules",
                                "{\"name\": \"통계\", \"from\": \"2024-03-04\", \"until\": \"2024-03-29\"}")
                        .text("moduleId");
        planned(
                "<b>🦄</b>, a; b",
                "2024-03-14T09:00",
                "2024-03-14T11:00",
                ", \"instructorId\": \"%s\", \"moduleId\": \"%s\"".formatted(instructor, module));

        VEvent event = event(staff.get(cohortCalendar), "<b>🦄</b>, a; b");

        assertThat(event.getDescription().getValue()).isEqualTo("통계\nMaren, Thornby");
        Set<String> lines =
                new HashSet<>(staff.get(cohortCalendar).response().body().lines().toList());
        assertThat(lines)
                .contains("BEGIN:VALARM", "TRIGGER;RELATED=START:-PT15M", "TZID:Asia/Seoul");
    }
}
