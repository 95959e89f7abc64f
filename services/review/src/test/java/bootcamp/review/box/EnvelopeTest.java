package bootcamp.review.box;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.StrictJson;
import bootcamp.review.ReviewRefusal;
import bootcamp.review.box.ReviewDesk.Checked;
import bootcamp.review.box.SpendingApi.SpentForm;
import bootcamp.review.school.Kind;
import bootcamp.review.school.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

/** The ticket is looked at before anything that it comes with. */
class EnvelopeTest {

    private static final int ALL_MAX = Envelope.BYTES_MAX + Envelope.TEXT_BYTES_MAX;
    private static final String ENVELOPE =
            "{\"target\": {\"kind\": \"SESSION\", \"id\": \"s\"},"
                    + " \"ticket\": {\"message\": \"m\", \"signature\": \"g\"}";
    private static final Checked GOOD =
            new Checked(new Target(Kind.SESSION, "s", "c"), "review of nobody", "code");

    private final List<SpentForm> looked = new ArrayList<>();
    private final Envelope good = new Envelope(StrictJson.mapper(), this::good);
    private final Envelope forged =
            new Envelope(
                    StrictJson.mapper(),
                    _ -> Mono.error(new RefusedException(ReviewRefusal.TICKET_NOT_VALID)));

    private Mono<Checked> good(SpentForm form) {
        looked.add(form);
        return Mono.just(GOOD);
    }

    private static Flux<DataBuffer> sent(String... parts) {
        return Flux.fromArray(parts)
                .map(part -> DefaultDataBufferFactory.sharedInstance.wrap(part.getBytes(UTF_8)));
    }

    private static Flux<DataBuffer> bytewise(String text) {
        return sent(text.split("(?<=.)"));
    }

    @Test
    void forgedTicketIsRefusedThoughTheTextNeverComes() {
        Flux<DataBuffer> slow = sent(ENVELOPE + ", \"pros\": \"").concatWith(Flux.never());

        StepVerifier.create(forged.open(slow, JsonNode.class, ALL_MAX))
                .verifyError(RefusedException.class);
    }

    @Test
    void goodTicketIsLookedAtOnceHoweverTheBodyComes() {
        String text = "가".repeat(4000);
        Flux<DataBuffer> whole = sent(ENVELOPE + ", \"pros\": \"" + text + "\"}");

        StepVerifier.create(good.open(whole, JsonNode.class, ALL_MAX))
                .assertNext(
                        opened -> {
                            assertThat(opened.ticket()).isEqualTo(GOOD);
                            assertThat(opened.content().path("pros").asString()).isEqualTo(text);
                        })
                .verifyComplete();
        StepVerifier.create(good.open(bytewise(ENVELOPE + "}"), JsonNode.class, ALL_MAX))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(looked).hasSize(2);
    }

    @Test
    void ticketBehindTheTextIsNotLookedFor() {
        String behind =
                "{\"pros\": \""
                        + "x".repeat(Envelope.BYTES_MAX)
                        + "\", "
                        + ENVELOPE.substring(1)
                        + "}";

        StepVerifier.create(good.open(sent(behind), JsonNode.class, ALL_MAX))
                .verifyErrorSatisfies(
                        failure -> {
                            ProblemException refused = (ProblemException) failure;
                            assertThat(refused.errors().getFirst().field()).isEqualTo("ticket");
                            assertThat(refused.errors().getFirst().code())
                                    .isEqualTo("NOT_AT_THE_START");
                        });
        assertThat(looked).isEmpty();
    }

    @Test
    void moreThanTheLargestTextIsNotRead() {
        String large = ENVELOPE + ", \"pros\": \"" + "x".repeat(Envelope.TEXT_BYTES_MAX);
        Flux<DataBuffer> endless = sent(large).concatWith(sent("x".repeat(9000)).repeat());

        StepVerifier.create(good.open(endless, JsonNode.class, ALL_MAX))
                .verifyErrorSatisfies(
                        failure ->
                                assertThat(((ProblemException) failure).code())
                                        .isEqualTo("BODY_TOO_LARGE"));
    }
}
