package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.service.RunningService.Calls;
import bootcamp.review.ticket.Browser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who gets a ticket, and how many. */
class TicketServiceTest extends ReviewCalls {

    /** Of one student for one target, so many of them at once. */
    private static final int TRIES = 1_000;

    private static final int AT_ONCE = 200;
    private static final int KEY_BYTES = 256;

    @Test
    void everybodyIsShownTheSameKeyByAListThatNobodyAsksFor() {
        JsonNode due = programme(student("a"));
        assertThat(programme(student("b")).path("publicKey")).isEqualTo(due.path("publicKey"));

        JsonNode listed =
                nobody.get("/api/reviews/keys?cohortId=" + cohort).is(200).json().path("items");

        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.path(0).path("target")).isEqualTo(due.path("target"));
        assertThat(listed.path(0).path("kid")).isEqualTo(due.at("/publicKey/kid"));
        assertThat(listed.path(0).size()).as("no title: it is anybody's").isEqualTo(2);
        nobody.get("/api/reviews/keys?cohortId=no-" + cohort).is(404);
        nobody.get("/api/reviews/keys").is(400);
    }

    @Test
    void oneTicketForEachStudentHoweverManyAreAskedForAtOnce() {
        Calls hana = student("hana");
        JsonNode due = programme(hana);
        Random random = new Random(1);
        List<Integer> statuses;
        try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int each = 0; each < TRIES; each++) {
                // Any number below the modulus, of which a blinded message is one.
                byte[] number = new byte[KEY_BYTES];
                random.nextBytes(number);
                number[0] = 0;
                String body = asks(due, number);
                answers.add(
                        CompletableFuture.supplyAsync(
                                () -> hana.post("/api/reviews/tickets", body).status(), threads));
            }
            statuses = answers.stream().map(CompletableFuture::join).toList();
        }

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses.stream().filter(each -> each == 409)).hasSize(TRIES - 1);
        assertThat(programme(hana).path("taken").asBoolean()).isTrue();
    }

    private static String asks(JsonNode due, byte[] blinded) {
        return "{\"target\": %s, \"blinded\": \"%s\"}"
                .formatted(
                        due.path("target"),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(blinded));
    }

    @Test
    void whoAsksAgainIsGivenTheSameAndForNothingElse() {
        Calls mina = student("mina");
        JsonNode due = programme(mina);
        Browser browser = new Browser(due.path("publicKey"));
        String one = mina.post("/api/reviews/tickets", asks(due, browser)).text("signature");

        assertThat(mina.post("/api/reviews/tickets", asks(due, browser)).is(200).text("signature"))
                .isEqualTo(one);
        mina.post("/api/reviews/tickets", asks(due, new Browser(due.path("publicKey"))))
                .is(409, "TICKET_TAKEN");
        // Nothing is signed for who has a ticket: not even whether it could be is said.
        byte[] notBlinded = new byte[KEY_BYTES];
        Arrays.fill(notBlinded, (byte) 0xff);
        mina.post("/api/reviews/tickets", asks(due, notBlinded)).is(409, "TICKET_TAKEN");
    }
}
