package bootcamp.curriculum.clinic;

import static bootcamp.curriculum.SharedService.SCHOOL;
import static bootcamp.curriculum.SharedService.SERVICE;
import static bootcamp.platform.service.RunningService.ADMIN;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Clinics as the service's callers see them; the service is two processes. */
class ClinicServiceTest extends ClinicCalls {

    private static final int OTHER = SERVICE.another();
    private static final int ROUNDS = 50;
    private static final int AT_ONCE = 10;

    ClinicServiceTest() {
        super(SERVICE, SCHOOL);
    }

    @BeforeEach
    void cohort() {
        cohortIsThere();
    }

    // ---- a clinic's life

    @Test
    void severalSlotsAreOpenedAtOnceAndBookedMovedAndGivenUp() {
        String path = opened(", \"slots\": 6, \"place\": \" Room 4 \"");
        Calls hana = enrolled("hana");
        Calls duri = enrolled("duri");

        Answer shown = hana.get(path).is(200);
        assertThat(shown.json().path("slots").size()).isEqualTo(6);
        assertThat(shown.json().at("/slots/1/startsAt").asString())
                .isEqualTo(ahead(10, 14).plusMinutes(30) + ":00+09:00");
        assertThat(shown.text("instructor")).isEqualTo("Maren Thornby");
        assertThat(shown.text("place")).isEqualTo("Room 4");
        assertThat(shown.json().at("/slots/0/students").isNull()).isTrue();
        assertThat(mySlot(books(hana, path, "2"))).isEqualTo("2");
        books(duri, path, "2").is(409, "CLINIC_SLOT_FULL");
        assertThat(mySlot(books(duri, path, "3"))).isEqualTo("3");
        books(duri, path, "2").is(409, "CLINIC_SLOT_FULL");
        assertThat(mySlot(duri.get(path))).isEqualTo("3");
        assertThat(mySlot(books(hana, path, "1"))).isEqualTo("1");
        assertThat(mySlot(books(duri, path, "2"))).isEqualTo("2");
        assertThat(mySlot(hana.delete(path + "/bookings/me"))).isNull();
        assertThat(mySlot(hana.delete(path + "/bookings/me"))).isNull();

        Answer staffs = staff.get(path).is(200);
        assertThat(staffs.json().at("/slots/1/students/0/studentId").asString())
                .isEqualTo("duri" + cohort);
        assertThat(staffs.json().at("/slots/0/students").size()).isZero();
        assertThat(staff.get(clinics).is(200).json().path("items").size()).isEqualTo(1);
        assertThat(hana.get("/api/me/clinics").is(200).json().path("items").size()).isEqualTo(1);
    }

    @Test
    void practitionersTimeIsTakenInTheWeekOfTheCohort() {
        String instructor = instructor();
        String body = clinic(instructor, ahead(10, 14), ", \"slots\": 4");
        String path = staff.post(clinics, body).is(201).header("Location");
        String session = "/api/sessions" + path.substring(path.lastIndexOf('/'));

        assertThat(staff.get(session).is(200).text("kind")).isEqualTo("CLINIC");
        assertThat(staff.get(session).text("endsAt")).startsWith(ahead(10, 16).toString());
        staff.post(clinics, clinic(instructor, ahead(10, 15), "")).is(409, "INSTRUCTOR_BUSY");
        staff.patch(session, "{\"title\": \"x\"}").is(409, "SESSION_HAS_CLINIC");
        staff.post(session + "/cancellation", "").is(409, "SESSION_HAS_CLINIC");
        Answer moved =
                staff.patch(
                                path,
                                """
                                {"startsAt": "%s", "reason": "<b>later</b> 🦄", "capacity": 2}
                                """
                                        .formatted(ahead(11, 9)))
                        .is(200);
        assertThat(moved.json().at("/note/text").asString()).isEqualTo("<b>later</b> 🦄");
        assertThat(staff.get(session).text("startsAt")).startsWith(ahead(11, 9).toString());
        staff.post(clinics, clinic(instructor, ahead(10, 15), "")).is(201);
        staff.patch(path, "{\"startsAt\": \"%s\"}".formatted(ahead(10, 14)))
                .is(409, "INSTRUCTOR_BUSY");
        staff.patch(path, "{\"title\": \"x\"}", "If-Match", "\"1\"").is(412, "STALE_VERSION");
        staff.post(path + "/cancellation", "{\"reason\": \"ill\"}").is(200);
        assertThat(staff.get(session).text("status")).isEqualTo("CANCELLED");
        staff.post(clinics, clinic(instructor, ahead(11, 9), "")).is(201);
    }

    @Test
    void ownSlotIsInTheOwnCalendarAndTheWholeInThatOfTheCohort() throws Exception {
        String path = opened(", \"slots\": 3");
        String id = path.substring(path.lastIndexOf('/') + 1);
        Calls hana = enrolled("hana");
        Calls duri = enrolled("duri");
        books(hana, path, "2").is(200);
        books(duri, path, "3").is(200);
        staff.post(path + "/cancellation", "{\"slotId\": \"3\", \"reason\": \"ill\"}").is(200);

        String own = hana.get("/api/me/calendar.ics").is(200).response().body();
        assertThat(own)
                .contains("UID:clinic-" + id + "@bootcamp", "T143000")
                .doesNotContain("session-" + id);
        String lost = duri.get("/api/me/calendar.ics").is(200).response().body();
        assertThat(lost).contains("clinic-" + id + "@bootcamp", "STATUS:CANCELLED");
        Calls sena = enrolled("sena");
        await(() -> sena.get("/api/me/calendar.ics").status() == 200);
        assertThat(sena.get("/api/me/calendar.ics").response().body()).doesNotContain(id);
        assertThat(staff.get("/api/cohorts/" + cohort + "/calendar.ics").is(200).response().body())
                .contains("session-" + id + "@bootcamp", "T140000");
    }

    @Test
    void clinicSentAgainIsOneClinic() {
        String body = clinic(instructor(), ahead(10, 14), "");

        Answer first = staff.post(clinics, body, "Idempotency-Key", cohort).is(201);
        Answer again = staff.post(clinics, body, "Idempotency-Key", cohort).is(201);

        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(staff.get(clinics).json().path("items").size()).isEqualTo(1);
    }

    @Test
    void cancelledSlotTellsWhoHadItWhyAndAnotherCanBeBooked() {
        String path = opened(", \"slots\": 2");
        Calls hana = enrolled("hana");
        books(hana, path, "1").is(200);

        staff.post(path + "/cancellation", "{\"slotId\": \"1\", \"reason\": \"train\"}").is(200);

        Answer shown = hana.get(path).is(200);
        assertThat(mySlot(shown)).isNull();
        assertThat(shown.json().at("/mine/lostSlotId").asString()).isEqualTo("1");
        assertThat(shown.json().at("/slots/0/cancellation/reason").asString()).isEqualTo("train");
        books(hana, path, "1").is(409, "CLINIC_CANCELLED");
        assertThat(mySlot(books(hana, path, "2"))).isEqualTo("2");
    }

    @Test
    void staffBookAndRemoveForAStudentAndWhoeverIsNotEnrolledHasNoPlace() {
        String path = opened(", \"slots\": 2, \"bookUntil\": \"%s\"".formatted(ahead(1, 0)));
        enrolled("hana");
        SCHOOL.enrollment("gone" + cohort, cohort, 1, "WITHDRAWN");
        String wanted = "{\"slotId\": \"2\"}";

        Answer booked = staff.put(path + "/bookings/hana" + cohort, wanted).is(200);
        assertThat(booked.json().at("/slots/1/students/0/studentId").asString())
                .isEqualTo("hana" + cohort);
        staff.put(path + "/bookings/gone" + cohort, wanted).is(422, "CLINIC_OF_OTHERS");
        staff.put(path + "/bookings/nobody", wanted).is(422, "CLINIC_OF_OTHERS");
        staff.put(path + "/bookings/hana" + cohort, "{\"slotId\": \"7\"}")
                .is(422, "CLINIC_SLOT_UNKNOWN");
        wrong(
                staff.put(path + "/bookings/hana" + cohort, "{\"slotId\": \" \"}"),
                "slotId",
                "BLANK");
        Answer removed = staff.delete(path + "/bookings/hana" + cohort).is(200);
        assertThat(removed.json().at("/slots/1/booked").asInt()).isZero();
        books(service.as(student("gone" + cohort)), path, "1").is(422, "CLINIC_OF_OTHERS");
    }

    // ---- rights

    @Test
    void anotherCohortsClinicIsNotThere() {
        String path = opened("");
        SCHOOL.cohort("other-" + cohort);
        SCHOOL.enrollment("far" + cohort, "other-" + cohort, 1, "ENROLLED");
        Calls far = service.as(student("far" + cohort));
        Calls staffOfOthers =
                service.as(
                        new Caller(
                                "oak", Set.of(Role.STAFF), null, null, Set.of("other-" + cohort)));

        far.get(path).is(404, "CLINIC_NOT_FOUND");
        books(far, path, "1").is(404, "CLINIC_NOT_FOUND");
        far.get(clinics).is(404, "NOT_FOUND");
        staffOfOthers.get(path).is(404, "CLINIC_NOT_FOUND");
        staffOfOthers.patch(path, "{\"title\": \"x\"}").is(404, "CLINIC_NOT_FOUND");
        staffOfOthers.get(clinics + "/without").is(404, "NOT_FOUND");
        staff.get("/api/clinics/none").is(404);
    }

    // ---- feedback

    @Test
    void feedbackIsReadByItsStudentStaffAndThePractitionerAlone() {
        String mine = instructor();
        String path =
                staff.post(clinics, clinic(mine, ahead(10, 14), ", \"slots\": 2"))
                        .is(201)
                        .header("Location");
        Calls practitioner =
                service.as(new Caller("elm", Set.of(Role.INSTRUCTOR), null, mine, Set.of()));
        Calls colleague =
                service.as(
                        new Caller("ash", Set.of(Role.INSTRUCTOR), null, instructor(), Set.of()));
        Calls hana = enrolled("hana");
        Calls duri = enrolled("duri");
        books(hana, path, "1").is(200);
        books(duri, path, "2").is(200);
        String text = "Begin with <b>what you did</b>. مرحبا 🦄";

        practitioner
                .put(path + "/feedback/hana" + cohort, "{\"text\": \"%s\"}".formatted(text))
                .is(200);

        assertThat(hana.get(path).json().at("/mine/feedback/text").asString()).isEqualTo(text);
        assertThat(hana.get("/api/me/clinics").json().at("/items/0/mine/feedback/text").asString())
                .isEqualTo(text);
        assertThat(duri.get(path).response().body()).doesNotContain("Begin");
        assertThat(duri.get("/api/me/clinics").response().body()).doesNotContain("Begin");
        assertThat(staff.get(path + "/feedback").is(200).response().body()).contains("Begin");
        hana.get(path + "/feedback").is(403);
        colleague.get(path + "/feedback").is(404, "CLINIC_NOT_FOUND");
        colleague.get(path).is(404, "CLINIC_NOT_FOUND");
        assertThat(practitioner.get(path).is(200).json().at("/slots/0/students/0/told").asBoolean())
                .isTrue();
        assertThat(colleague.get(clinics).is(200).json().path("items").size()).isZero();
        staff.put(path + "/feedback/nobody", "{\"text\": \"x\"}").is(409, "CLINIC_NOT_BOOKED");
        wrong(staff.put(path + "/feedback/hana" + cohort, "{\"text\": \" \"}"), "text", "BLANK");
        wrong(
                staff.put(
                        path + "/feedback/hana" + cohort,
                        "{\"text\": \"%s\"}".formatted("x".repeat(4_001))),
                "text",
                "TOO_LONG");
        staff.delete(path + "/feedback/hana" + cohort).is(204);
        assertThat(hana.get(path).json().at("/mine/feedback").isNull()).isTrue();
    }

    @Test
    void whoWithdrawsFreesThePlaceAndWhoIsErasedTakesTheTextAlong() throws Exception {
        String path = opened(", \"slots\": 2");
        Calls hana = enrolled("hana");
        Calls duri = enrolled("duri");
        books(hana, path, "1").is(200);
        books(duri, path, "2").is(200);
        staff.put(path + "/feedback/duri" + cohort, "{\"text\": \"canary-text\"}").is(200);
        assertThat(stored(path)).contains("canary-text");

        SCHOOL.enrollment("hana" + cohort, cohort, 2, "WITHDRAWN");
        SCHOOL.erasure("duri" + cohort);

        await(() -> staff.get(path).json().at("/slots/0/booked").asInt() == 0);
        await(() -> staff.get(path).json().at("/slots/1/booked").asInt() == 0);
        await(() -> !stored(path).contains("canary-text"));
    }

    private static String stored(String path) {
        Document found =
                Mono.from(
                                SERVICE.bean(MongoDatabase.class)
                                        .getCollection("clinics")
                                        .find(eq("_id", path.substring(path.lastIndexOf('/') + 1))))
                        .block();
        assertThat(found).isNotNull();
        return found.toJson();
    }

    @Test
    void whoHadNoneYetIsListed() throws Exception {
        LocalDateTime soon =
                LocalDateTime.now(SEOUL).truncatedTo(ChronoUnit.SECONDS).plusSeconds(5);
        String path =
                staff.post(clinics, clinic(instructor(), soon, ", \"slots\": 2"))
                        .is(201)
                        .header("Location");
        Calls hana = enrolled("hana");
        Calls duri = enrolled("duri");
        books(hana, path, "1").is(200);
        books(duri, path, "2").is(200);

        Answer list = staff.get(clinics + "/without?kind=RESUME_FEEDBACK").is(200);
        assertThat(list.json().path("of").asInt()).isEqualTo(2);
        assertThat(list.json().path("items").size()).isEqualTo(2);
        assertThat(list.json().at("/items/0/bookedFor").asString())
                .isEqualTo(staff.get(path).json().at("/slots/1/startsAt").asString());
        await(() -> staff.get(clinics + "/without").json().path("items").size() == 1);
        assertThat(staff.get(clinics + "/without").json().at("/items/0/studentId").asString())
                .isEqualTo("duri" + cohort);
        assertThat(
                        staff.get(clinics + "/without?kind=MENTORING")
                                .is(200)
                                .json()
                                .path("items")
                                .size())
                .isEqualTo(2);
        books(hana, path, "2").is(409, "CLINIC_CANCELLING_CLOSED");
        hana.delete(path + "/bookings/me").is(409, "CLINIC_CANCELLING_CLOSED");
        books(duri, path, "1").is(409, "CLINIC_BOOKING_CLOSED");
        staff.delete(path + "/bookings/hana" + cohort).is(200);
        assertThat(staff.get(clinics + "/without").json().path("items").size()).isEqualTo(2);
        staff.get(clinics + "/without?kind=TEA").is(400);
        hana.get(clinics + "/without").is(403);
    }

    // ---- bad input

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    , "title": " "                                | title        | BLANK
                    , "title": "one\u2028more"                     | title        | NOT_ONE_LINE
                    , "title": "TOO-LONG"                         | title        | TOO_LONG
                    , "place": "TOO-LONG"                         | place        | TOO_LONG
                    , "minutes": 4                                | minutes      | OUT_OF_RANGE
                    , "minutes": -30                              | minutes      | OUT_OF_RANGE
                    , "slots": 0                                  | slots        | OUT_OF_RANGE
                    , "slots": 41                                 | slots        | OUT_OF_RANGE
                    , "capacity": 0                               | capacity     | OUT_OF_RANGE
                    , "slots": 40, "capacity": 3                  | capacity     | TOO_MANY_PLACES
                    , "minutes": 480, "slots": 4                  | minutes      | TOO_LONG_A_LECTURE
                    , "startsAt": "2024-03-14T14:00"              | startsAt     | IN_THE_PAST
                    , "startsAt": "2199-03-14T14:00"              | startsAt     | OUTSIDE_COHORT
                    , "startsAt": "soon"                          | startsAt     | NOT_A_TIME
                    , "startsAt": "2024-03-31T02:30", "timeZone": "Europe/Berlin" | startsAt | NO_SUCH_TIME
                    , "timeZone": "Mars/Olympus"                  | timeZone     | NOT_A_TIME_ZONE
                    , "bookUntil": "2199-03-14T14:00"             | bookUntil    | AFTER_START
                    , "bookUntil": "2024-03-14T14:00"             | bookUntil    | IN_THE_PAST
                    , "cancelUntil": "2199-03-14T14:00"           | cancelUntil  | AFTER_START
                    , "instructorId": "nobody"                    | instructorId | UNKNOWN_INSTRUCTOR
                    """)
    void whatIsWrongIsNamedAndNothingIsOpened(String more, String field, String code) {
        String body =
                clinic(instructor(), ahead(10, 14), "")
                        .replaceFirst("(?s)\\}\\s*$", "")
                        .concat("}");
        for (String part : more.substring(2).split(", (?=\")")) {
            String name = part.substring(0, part.indexOf(':'));
            body =
                    body.replaceFirst(", ?\\s*" + name + ": (\"[^\"]*\"|\\d+)", "")
                            .replaceFirst(
                                    "(?s)\\}$",
                                    ", " + part.replace("TOO-LONG", "🦄".repeat(201)) + "}");
        }

        wrong(staff.post(clinics, body), field, code);
        assertThat(staff.get(clinics).json().path("items").size()).isZero();
        assertThat(staff.get("/api/cohorts/" + cohort + "/sessions").json().path("items").size())
                .isZero();
    }

    @Test
    void titleOfAnyScriptIsATitleAndUnknownFieldsAreNot() {
        String body = clinic(instructor(), ahead(10, 14), "").replace("이력서 피드백", "<i>مرحبا 🦄</i>");
        assertThat(staff.post(clinics, body).is(201).text("title")).isEqualTo("<i>مرحبا 🦄</i>");
        assertThat(staff.post(clinics, clinic("i", ahead(9, 9), ", \"colour\": 1")).status())
                .isEqualTo(400);
        service.as(ADMIN).post("/api/cohorts/none/clinics", body).is(404);
    }

    // ---- at once

    /** The same places at two processes by everybody at once, again and again. */
    @Test
    void noTwoHaveOneSeatAndNobodyHasTwoWhoeverAsksWhere() throws Exception {
        String instructor = instructor();
        String[] names = new String[AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++) {
            names[i] = enroll("r" + i);
        }
        LocalDateTime starts = ahead(10, 14);
        String path =
                staff.post(clinics, clinic(instructor, starts, ", \"slots\": 4"))
                        .is(201)
                        .header("Location");
        for (String each : names) {
            service.as(student(each)).get(path).is(200);
        }
        int got = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Answer> answers =
                    AtOnce.ask(
                            AT_ONCE,
                            i ->
                                    books(
                                            SERVICE.as(student(names[i]), i % 2 * OTHER),
                                            path,
                                            "" + (1 + i % 2)));
            assertThat(answers.stream().filter(each -> each.status() == 200)).hasSize(2);
            exact(path, names, 2);
            // Everybody moves to two slots at once, and some give up.
            AtOnce.ask(
                    AT_ONCE * 2,
                    i -> {
                        Calls calls = SERVICE.as(student(names[i % AT_ONCE]), i % 2 * OTHER);
                        return i % 5 == 4
                                ? calls.delete(path + "/bookings/me")
                                : books(calls, path, "" + (1 + (i + i / AT_ONCE) % 4));
                    });
            got += exact(path, names, -1);
            for (String each : names) {
                staff.delete(path + "/bookings/" + each).is(200);
            }
        }
        assertThat(got).isPositive();
        System.out.printf(
                "%d rounds of %d students for 4 seats at two processes: exact, %d moved or booked%n",
                ROUNDS, AT_ONCE, got);
    }

    private int exact(String path, String[] names, int expected) {
        Set<String> seen = new HashSet<>();
        for (JsonNode slot : staff.get(path).is(200).json().path("slots")) {
            assertThat(slot.path("students").size()).isLessThanOrEqualTo(1);
            slot.path("students")
                    .forEach(
                            each ->
                                    assertThat(seen.add(each.path("studentId").asString()))
                                            .isTrue());
        }
        assertThat(names).containsAll(seen);
        if (expected >= 0) {
            assertThat(seen).hasSize(expected);
        }
        return seen.size();
    }

    /**
     * Who has a place and asks for another that is taken at the same moment is never without one.
     */
    @Test
    void whoMovesIsNeverWithoutAPlace() throws Exception {
        String path = opened(", \"slots\": 3");
        Calls[] movers = {enrolled("hana"), enrolled("duri")};
        books(movers[0], path, "1").is(200);
        books(movers[1], path, "2").is(200);
        for (int round = 0; round < ROUNDS; round++) {
            int to = round;
            AtOnce.ask(
                    2,
                    i ->
                            books(
                                    SERVICE.as(
                                            student((i == 0 ? "hana" : "duri") + cohort),
                                            i * OTHER),
                                    path,
                                    "" + (1 + (to + i) % 3)));
            assertThat(mySlot(movers[0].get(path))).isNotNull();
            assertThat(mySlot(movers[1].get(path))).isNotNull();
            assertThat(mySlot(movers[0].get(path))).isNotEqualTo(mySlot(movers[1].get(path)));
        }
    }

    /** What a process left that ended between the session and the clinic. */
    /** What a process leaves that ends between the two writes of an edit. */
    @Test
    void sessionOfAnEditThatEndedHalfWayEndsWithItsClinic() {
        String instructor = instructor();
        String path =
                staff.post(clinics, clinic(instructor, ahead(10, 14), ", \"slots\": 4"))
                        .is(201)
                        .header("Location");
        String id = path.substring(path.lastIndexOf('/') + 1);
        MongoCollection<Document> sessions =
                SERVICE.bean(MongoDatabase.class).getCollection("sessions");
        Document whole =
                Mono.from(sessions.find(eq("_id", id)).first()).blockOptional().orElseThrow();
        Object end = whole.getEmbedded(List.of("state", "plan", "endsAt"), Object.class);
        staff.patch(path, "{\"minutes\": 10}").is(200);
        Mono.from(
                        sessions.updateOne(
                                eq("_id", id),
                                combine(
                                        set("state.plan.endsAt", end),
                                        set(
                                                "state.changedAt",
                                                Instant.now().minusSeconds(90).toString()))))
                .block();
        assertThat(staff.get("/api/sessions/" + id).text("endsAt"))
                .startsWith(ahead(10, 16).toString());

        assertThat(staff.get(path).is(200).text("endsAt"))
                .startsWith(ahead(10, 14).plusMinutes(40).toString());

        assertThat(staff.get("/api/sessions/" + id).text("endsAt"))
                .startsWith(ahead(10, 14).plusMinutes(40).toString());
    }

    @Test
    void requestOfAProcessThatEndedIsFinishedByTheSameOnceMore() {
        String body = clinic(instructor(), ahead(10, 14), ", \"slots\": 2");
        String path =
                staff.post(clinics, body, "Idempotency-Key", cohort + "-k")
                        .is(201)
                        .header("Location");
        String id = path.substring(path.lastIndexOf('/') + 1);
        Mono.from(
                        SERVICE.bean(MongoDatabase.class)
                                .getCollection("clinics")
                                .deleteOne(eq("_id", id)))
                .block();
        assertThat(staff.get(clinics).json().path("items").size()).isZero();

        staff.post(clinics, body, "Idempotency-Key", cohort + "-k").is(201);

        assertThat(staff.get(path).is(200).json().path("slots").size()).isEqualTo(2);
        assertThat(staff.get("/api/cohorts/" + cohort + "/sessions").json().path("items").size())
                .isEqualTo(1);
    }
}
