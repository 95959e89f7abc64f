package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import bootcamp.review.Prose;
import bootcamp.review.ticket.Browser;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** What is no ticket, or no review, is refused by the name of its field, and nothing is kept. */
class BadReviewServiceTest extends ReviewCalls {

    private static final String REVIEWS = "/api/reviews";
    private static final String TICKETS = "/api/reviews/tickets";
    private static final String[] ENGLISH = {"Accept-Language", "en"};
    private static final List<String> PROSE = List.of("pros", "cons", "conduct");

    /** Nothing that anybody could see, be it in one alphabet or another. */
    private static final List<String> BLANK =
            List.of("", "  ", "\\n\\t", "\u3000", "\u00a0", "\u200b\u200d", "\u3164", "\u2800");

    private static final List<String> CONTROLS =
            List.of("a\\u0007b", "a\\u0000b", "a\\u001b[31mb", "a\\u0085b", "a\\ud800b");

    /** Each turns the direction of what is written around it. */
    private static final List<String> TURNS =
            List.of(
                    "\u202aabc",
                    "\u202babc",
                    "\u202cabc",
                    "\u202dabc",
                    "\u202eabc",
                    "\u2066abc",
                    "\u2067abc",
                    "\u2068abc",
                    "a\u2069bc");

    /** All that is kept of tickets, reviews and reports. */
    private static List<String> kept() {
        MongoDatabase database = SERVICE.bean(MongoDatabase.class);
        return Flux.just("boxes", "tickets", "conductReports")
                .concatMap(each -> database.getCollection(each).find())
                .map(Document::toJson)
                .sort()
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    /** Each field, and what is wrong with it, as somebody reads it. */
    private static List<String> wrong(Answer answer) {
        return answer.json()
                .path("errors")
                .valueStream()
                .map(each -> each.path("field").asString() + " " + each.path("reason").asString())
                .distinct()
                .toList();
    }

    private void isRefused(String body, String... wrong) {
        Answer answer = nobody.post(REVIEWS, body, ENGLISH).is(422, "INVALID_INPUT");
        assertThat(wrong(answer)).as(body).containsExactlyInAnyOrder(wrong);
    }

    // ---- what a review says

    @Test
    void whatIsOutOfItsRangeIsRefusedByItsName() {
        String good = ticket(student("good"));
        List<String> before = kept();

        for (int rating : new int[] {0, -1, 11, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            isRefused(review(good, rating, ""), "rating must be from 1 to 10");
        }
        Map.of(
                        "\"recommend\": -1", "recommend must be from 0 to 10",
                        "\"recommend\": 11", "recommend must be from 0 to 10",
                        "\"aspects\": {\"depth\": 0}", "aspects.depth must be from 1 to 5",
                        "\"aspects\": {\"delivery\": 6}", "aspects.delivery must be from 1 to 5",
                        "\"aspects\": {\"preparation\": -5}",
                                "aspects.preparation must be from 1 to 5",
                        "\"aspects\": {\"respect\": 100}", "aspects.respect must be from 1 to 5")
                .forEach((more, wrong) -> isRefused(review(good, 5, ", " + more), wrong));
        isRefused("{" + good + ", \"pros\": \"deep\"}", "rating is required");
        isRefused("{" + good + ", \"rating\": null}", "rating is required");
        isRefused(
                review(good, 11, ", \"recommend\": 11, \"pros\": \" \", \"conduct\": \"it\""),
                "rating must be from 1 to 10",
                "recommend must be from 0 to 10",
                "pros must not be empty");
        for (String bad : List.of("5.5", "\"5\"", "99999999999", "true", "[5]", "{}")) {
            Answer answer = nobody.post(REVIEWS, "{" + good + ", \"rating\": " + bad + "}");
            answer.is(400, "MALFORMED_BODY");
            assertThat(answer.json().at("/errors/0/field").asString()).as(bad).isEqualTo("rating");
        }

        assertThat(kept()).isEqualTo(before);
        nobody.post(REVIEWS, review(good, 10, ", \"recommend\": 0")).is(201);
    }

    @Test
    void whatIsNotToBeReadIsRefusedByItsName() {
        String good = ticket(student("good"));
        List<String> before = kept();

        for (String field : PROSE) {
            String as = ", \"" + field + "\": \"%s\"";
            for (String blank : BLANK) {
                isRefused(review(good, 5, as.formatted(blank)), field + " must not be empty");
            }
            for (String control : CONTROLS) {
                isRefused(
                        review(good, 5, as.formatted(control)),
                        field + " contains characters that cannot be shown");
            }
            for (String turned : TURNS) {
                isRefused(
                        review(good, 5, as.formatted(turned)),
                        field + " contains characters that cannot be shown");
            }
            String long1 = "가".repeat(Prose.LENGTH_MAX + 1);
            isRefused(
                    review(good, 5, as.formatted(long1)),
                    field + " must not be longer than 2000 characters");
            String huge = "x".repeat(100_000);
            nobody.post(REVIEWS, review(good, 5, as.formatted(huge))).is(413, "BODY_TOO_LARGE");
        }

        assertThat(kept()).isEqualTo(before);
        String longest = ", \"pros\": \"" + "🚀".repeat(Prose.LENGTH_MAX) + "\"";
        nobody.post(REVIEWS, review(good, 5, longest)).is(201);
    }

    @Test
    void whatIsNotInTheFormIsRefused() {
        String good = ticket(student("good"));
        List<String> before = kept();

        nobody.post(REVIEWS, "{" + good + ", \"rating\": 5, \"more\": 1}")
                .is(400, "MALFORMED_BODY");
        nobody.post(REVIEWS, "{\"rating\": 5}").is(400, "MALFORMED_BODY");
        nobody.post(REVIEWS, "{" + good).is(400, "MALFORMED_BODY");
        nobody.post(REVIEWS, "").is(400, "MALFORMED_BODY");
        Answer behind =
                nobody.post(
                        REVIEWS, "{\"pros\": \"" + "x".repeat(9000) + "\", " + good + "}", ENGLISH);
        assertThat(wrong(behind.is(400)))
                .containsExactly("ticket has to be within the first 8 KiB, before the text");

        assertThat(kept()).isEqualTo(before);
    }

    // ---- tickets that are none

    @Test
    void whatNobodySignedIsNoTicketWhateverComesWithIt() {
        String good = ticket(student("good"));
        List<String> before = kept();
        String forged = good.replaceFirst("\"message\": \"....", "\"message\": \"AAAA");
        String malformed = good.replaceFirst("\"message\": \"", "\"message\": \"*");

        nobody.post(REVIEWS, review(forged, 5, "")).is(403, "TICKET_NOT_VALID");
        nobody.post(REVIEWS, review(forged, 11, ", \"pros\": \"" + "x".repeat(19_000) + "\""))
                .is(403, "TICKET_NOT_VALID");
        nobody.post(REVIEWS, review(forged, 5, ", \"conduct\": \"shouts\""))
                .is(403, "TICKET_NOT_VALID");
        nobody.post(REVIEWS, review(good.replace("ai-lab", "other"), 5, ""))
                .is(403, "TICKET_NOT_VALID");
        isRefused(review(malformed, 5, ""), "ticket.message is not of a ticket");
        isRefused(
                review(good.replace("PROGRAMME", "ANY"), 5, ""),
                "target.kind must be PROGRAMME, MODULE, SESSION, INSTRUCTOR, COMPETITION or PULSE");
        isRefused(review(good.replace("ai-lab", " "), 5, ""), "target.id must not be empty");

        nobody.post("/api/reviews/receipt", "{" + good + "}").is(404, "REVIEW_NOT_FOUND");
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    void aTicketThatIsSpentAgainIsAnEditAndNoSecondReview() {
        String ticket = ticket(student("again"));
        int before = kept().size();

        nobody.post(REVIEWS, review(ticket, 5, ", \"conduct\": \"shouts\"")).is(201);
        List<String> once = kept();
        nobody.post(REVIEWS, review(ticket, 5, ", \"conduct\": \"shouts\"")).is(200);
        assertThat(reviews()).hasSize(1);
        assertThat(kept()).as("the same again changes nothing").isEqualTo(once);
        nobody.post(REVIEWS, review(ticket, 6, "")).is(200);
        nobody.put(REVIEWS, review(ticket, 7, "")).is(200);
        assertThat(reviews()).hasSize(1);
        assertThat(reviews().getFirst().get("now", Document.class)).containsEntry("RATING", 7);

        nobody.post("/api/reviews/withdrawal", "{" + ticket + "}").is(204);
        nobody.put(REVIEWS, review(ticket, 8, "")).is(404, "REVIEW_NOT_FOUND");
        nobody.post("/api/reviews/withdrawal", "{" + ticket + "}").is(404, "REVIEW_NOT_FOUND");
        nobody.post(REVIEWS, review(ticket, 8, "")).is(201);
        assertThat(reviews()).hasSize(1);
        assertThat(kept()).as("one box and one report").hasSize(before + 2);
    }

    private List<Document> reviews() {
        MongoDatabase database = SERVICE.bean(MongoDatabase.class);
        String id = "PROGRAMME/ai-lab/" + cohort;
        return Flux.from(database.getCollection("boxes").find(new Document("_id", id)))
                .flatMapIterable(each -> each.getList("reviews", Document.class))
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    /** A good ticket of one target is none of another, though that has a key, too. */
    @Test
    void aTicketIsOfOneTargetAndAsLongAsItsKey() {
        Calls hana = student("hana");
        SCHOOL.attended(cohort, LocalDate.now().minusDays(7), "hana" + cohort);
        JsonNode week = due(hana, "PULSE");
        JsonNode whole = due(hana, "PROGRAMME");
        String ofWeek = ticketFor(hana, week);
        String ofWhole = ticketFor(hana, whole);
        String other = "o" + cohort;
        SCHOOL.cohort(other, LocalDate.now().minusDays(60), LocalDate.now().plusDays(60));
        SCHOOL.enrolled("hana" + cohort, other);
        await().atMost(PATIENCE)
                .until(() -> hana.get("/api/reviews/due").json().toString().contains(other));
        List<String> before = kept();

        for (String foreign :
                List.of(
                        of(week.path("target"), ofWhole),
                        of(whole.path("target"), ofWeek),
                        ofWhole.replace(cohort, other))) {
            nobody.post(REVIEWS, review(foreign, 3, "")).is(403, "TICKET_NOT_VALID");
            nobody.post("/api/reviews/receipt", "{" + foreign + "}").is(403, "TICKET_NOT_VALID");
            nobody.post("/api/reviews/withdrawal", "{" + foreign + "}").is(403, "TICKET_NOT_VALID");
        }
        for (int bytes : new int[] {1, 48, 255, 256, 257, 512}) {
            nobody.post(REVIEWS, review(with("signature", bytes, ofWhole), 3, ""))
                    .is(403, "TICKET_NOT_VALID");
        }
        for (int bytes : new int[] {0, 600}) {
            isRefused(
                    review(with("signature", bytes, ofWhole), 3, ""),
                    "ticket.signature is not of a ticket");
        }
        for (int bytes : new int[] {0, 32, 63, 65}) {
            isRefused(
                    review(with("message", bytes, ofWhole), 3, ""),
                    "ticket.message is not of a ticket");
        }
        assertThat(kept()).isEqualTo(before);
        nobody.post("/api/reviews/receipt", "{" + ofWhole + "}").is(404, "REVIEW_NOT_FOUND");
        nobody.post(REVIEWS, review(ofWhole, 3, "")).is(201);
    }

    private static String of(JsonNode target, String ticket) {
        return "\"target\": " + target + ", " + ticket.substring(ticket.indexOf("\"ticket\""));
    }

    /** So many bytes of it, and zeros where it has no more. */
    private static String with(String part, int bytes, String ticket) {
        String start = "\"" + part + "\": \"";
        int from = ticket.indexOf(start) + start.length();
        int until = ticket.indexOf('"', from);
        byte[] whole = Base64.getUrlDecoder().decode(ticket.substring(from, until));
        byte[] cut = Arrays.copyOf(whole, bytes);
        if (bytes == whole.length) {
            Arrays.fill(cut, (byte) 0);
        }
        return ticket.substring(0, from) + base64(cut) + ticket.substring(until);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    // ---- tickets that are asked for

    @Test
    void whatCannotBeSignedTakesNobodysTicket() {
        Calls student = student("asks");
        JsonNode due = programme(student);
        List<String> before = kept();
        String asks = "{\"target\": " + due.path("target") + ", \"blinded\": \"%s\"}";

        for (String bad : List.of("", "*", "AA==", "AAA+")) {
            assertThat(wrong(student.post(TICKETS, asks.formatted(bad), ENGLISH).is(422)))
                    .containsExactly("blinded must be base64url without padding");
        }
        for (int bytes : new int[] {1, 255, 257, 512}) {
            String blinded = base64(new byte[bytes]);
            assertThat(wrong(student.post(TICKETS, asks.formatted(blinded), ENGLISH).is(422)))
                    .containsExactly("blinded must be as long as the key");
        }
        byte[] ones = new byte[256];
        Arrays.fill(ones, (byte) 0xff);
        student.post(TICKETS, asks.formatted(base64(ones))).is(422, "NOT_BLINDED_FOR_KEY");
        String any = "{\"target\": {\"kind\": \"%s\", \"id\": \"%s\"}, \"blinded\": \"AA\"}";
        student.post(TICKETS, any.formatted("SESSION", "x")).is(404, "NOT_DUE");
        assertThat(wrong(student.post(TICKETS, any.formatted("ANY", "x"), ENGLISH).is(422)))
                .containsExactly(
                        "target.kind must be PROGRAMME, MODULE, SESSION, INSTRUCTOR, COMPETITION or PULSE");
        student.post(TICKETS, "{\"blinded\": \"AA\"}").is(400, "MALFORMED_BODY");
        staff.post(TICKETS, any.formatted("SESSION", "x")).is(403, "FORBIDDEN");
        staff.get("/api/reviews/due").is(403, "FORBIDDEN");
        nobody.post(TICKETS, any.formatted("SESSION", "x")).is(403, "FORBIDDEN");

        assertThat(kept()).isEqualTo(before);
        student.post(TICKETS, asks(due, new Browser(due.path("publicKey")))).is(200);
    }
}
