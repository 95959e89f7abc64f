package bootcamp.review.box;

import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import bootcamp.platform.http.Unseen;
import bootcamp.review.Places;
import bootcamp.review.Prose;
import bootcamp.review.box.Envelope.Opened;
import bootcamp.review.box.ReviewDesk.Checked;
import bootcamp.review.box.ReviewDesk.Content;
import bootcamp.review.box.ReviewDesk.Receipt;
import bootcamp.review.box.ReviewDesk.Spent;
import bootcamp.review.box.ReviewDesk.Ticket;
import bootcamp.review.school.Kind;
import bootcamp.review.ticket.TicketKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where tickets are spent: by nobody, for the gateway refuses a request that says who asks, and no
 * method here has a caller. The ticket is checked before anything else is looked at.
 */
@RestController
final class SpendingApi {

    /** All that is answered here. */
    static final List<Unseen.Route> ROUTES =
            List.of(
                    route(HttpMethod.POST, "/api/reviews"),
                    route(HttpMethod.PUT, "/api/reviews"),
                    route(HttpMethod.POST, "/api/reviews/withdrawal"),
                    route(HttpMethod.POST, "/api/reviews/receipt"));

    private static final int REVIEW_BYTES_MAX = Envelope.BYTES_MAX + Envelope.TEXT_BYTES_MAX;
    private static final int SIGNATURE_LENGTH_MAX = 700;
    private static final String NOT_ASKED = "NOT_ASKED";

    private final Places places;
    private final ReviewDesk desk;
    private final Envelope envelope;

    SpendingApi(ReviewDesk desk, Places places, JsonMapper json) {
        this.places = places;
        this.desk = desk;
        this.envelope = new Envelope(json, this::check);
    }

    private static Unseen.Route route(HttpMethod method, String path) {
        return new Unseen.Route(method, PathPatternParser.defaultInstance.parse(path));
    }

    record TicketForm(String message, String signature) {}

    /** One to five of each; null: not told. */
    record AspectsForm(
            @Nullable Integer depth,
            @Nullable Integer delivery,
            @Nullable Integer preparation,
            @Nullable Integer respect) {}

    /**
     * @param rating from 1 to 10; of a week from 1 to 5, and nothing else is taken of it
     * @param recommend from 0 to 10; null: not told
     * @param conduct a report to staff, outside of all figures
     */
    record ReviewForm(
            TargetForm target,
            TicketForm ticket,
            @Nullable Integer rating,
            @Nullable Integer recommend,
            @Nullable AspectsForm aspects,
            @Nullable String pros,
            @Nullable String cons,
            @Nullable String conduct) {}

    record SpentForm(TargetForm target, TicketForm ticket) {}

    @PostMapping(path = "/api/reviews", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Receipt>> send(@RequestBody Flux<DataBuffer> body) {
        return places.in(
                () ->
                        envelope.open(body, ReviewForm.class, REVIEW_BYTES_MAX)
                                .flatMap(opened -> put(opened.ticket(), opened.content(), false))
                                .map(
                                        spent ->
                                                ResponseEntity.status(
                                                                spent.isNew()
                                                                        ? HttpStatus.CREATED
                                                                        : HttpStatus.OK)
                                                        .body(spent.receipt())));
    }

    @PutMapping(path = "/api/reviews", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Receipt> edit(@RequestBody Flux<DataBuffer> body) {
        return places.in(
                () ->
                        envelope.open(body, ReviewForm.class, REVIEW_BYTES_MAX)
                                .flatMap(opened -> edited(opened.ticket(), opened.content())));
    }

    private Mono<Receipt> edited(Checked ticket, ReviewForm content) {
        return desk.mustBeThere(ticket)
                .then(Mono.defer(() -> put(ticket, content, true)))
                .map(Spent::receipt);
    }

    @PostMapping(path = "/api/reviews/withdrawal", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Void>> withdraw(@RequestBody Flux<DataBuffer> body) {
        return places.in(() -> ticketAlone(body).flatMap(desk::withdraw))
                .thenReturn(ResponseEntity.noContent().build());
    }

    @PostMapping(path = "/api/reviews/receipt", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Receipt> receipt(@RequestBody Flux<DataBuffer> body) {
        return places.in(() -> ticketAlone(body).flatMap(desk::receipt));
    }

    private Mono<Checked> ticketAlone(Flux<DataBuffer> body) {
        return envelope.open(body, SpentForm.class, Envelope.BYTES_MAX).map(Opened::ticket);
    }

    private Mono<Checked> check(SpentForm sent) {
        TargetForm target = sent.target();
        TicketForm ticket = sent.ticket();
        Checks checks = InvalidInput.checking();
        target.check(checks);
        byte[] message = TargetForm.bytes(ticket.message());
        byte[] signature =
                ticket.signature().length() > SIGNATURE_LENGTH_MAX
                        ? null
                        : TargetForm.bytes(ticket.signature());
        checks.that(
                        message != null && message.length == TicketKey.MESSAGE_BYTES,
                        "ticket.message",
                        "NOT_A_TICKET")
                .that(signature != null && signature.length > 0, "ticket.signature", "NOT_A_TICKET")
                .orThrow();
        return desk.check(
                new Ticket(
                        TargetForm.kindOf(target.kind()),
                        target.id(),
                        target.cohortId(),
                        Objects.requireNonNull(message),
                        Objects.requireNonNull(signature)));
    }

    /**
     * @param again it has to be another content of what is there
     */
    private Mono<Spent> put(Checked ticket, ReviewForm body, boolean again) {
        Checks checks = InvalidInput.checking();
        Map<Measure, Integer> now = new EnumMap<>(Measure.class);
        if (body.rating() == null) {
            checks.wrong("rating", "REQUIRED");
        }
        Kind kind = ticket.target().kind();
        if (body.rating() != null) {
            checks.range("rating", body.rating(), Measure.RATING.min(), kind.highest());
            now.put(Measure.RATING, body.rating());
        }
        if (kind.isRatingAlone()) {
            checkRatingAlone(checks, body);
        }
        value(checks, now, Measure.RECOMMEND, "recommend", body.recommend());
        AspectsForm aspects = body.aspects();
        if (aspects != null) {
            value(checks, now, Measure.DEPTH, "aspects.depth", aspects.depth());
            value(checks, now, Measure.DELIVERY, "aspects.delivery", aspects.delivery());
            value(checks, now, Measure.PREPARATION, "aspects.preparation", aspects.preparation());
            value(checks, now, Measure.RESPECT, "aspects.respect", aspects.respect());
        }
        Prose.checkIfAny(checks, "pros", body.pros());
        Prose.checkIfAny(checks, "cons", body.cons());
        Prose.checkIfAny(checks, "conduct", body.conduct());
        checks.orThrow();
        Words words =
                body.pros() == null && body.cons() == null
                        ? null
                        : new Words(body.pros(), body.cons());
        String conduct = body.conduct();
        return desk.put(ticket, new Content(now, words, conduct), again)
                .flatMap(
                        spent ->
                                conduct == null
                                        ? Mono.just(spent)
                                        : withCode(spent, ticket, conduct));
    }

    private Mono<Spent> withCode(Spent spent, Checked ticket, String conduct) {
        return desk.reportBeganWith(ticket, conduct)
                .map(began -> began ? spent.with(ticket.conductCode()) : spent);
    }

    /** What is asked of nobody is not dropped without a word. */
    private static void checkRatingAlone(Checks checks, ReviewForm body) {
        checks.that(body.recommend() == null, "recommend", NOT_ASKED)
                .that(body.aspects() == null, "aspects", NOT_ASKED)
                .that(body.pros() == null, "pros", NOT_ASKED)
                .that(body.cons() == null, "cons", NOT_ASKED)
                .that(body.conduct() == null, "conduct", NOT_ASKED);
    }

    private static void value(
            Checks checks,
            Map<Measure, Integer> into,
            Measure measure,
            String field,
            @Nullable Integer value) {
        if (value != null) {
            checks.range(field, value, measure.min(), measure.max());
            into.put(measure, value);
        }
    }
}
