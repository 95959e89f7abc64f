package bootcamp.platform.upkeep;

import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.http.Replay;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.task.Background;
import bootcamp.platform.task.OnDemand;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code /api/replays/<service>}: has everything published again that the service's topic lacks, or
 * holds in an older version.
 */
@RestController
public final class ReplayApi {

    private static final String PATH = "/api/replays/${spring.application.name}";
    private static final Duration AT_MOST = Duration.ofMinutes(30);

    private final String service;
    private final OnDemand<Replay.Counted> replay;
    private final Texts texts;
    private final Idempotency idempotency;

    /**
     * @param service also its {@code spring.application.name}
     */
    public ReplayApi(
            String service,
            OutboxRelay relay,
            KafkaClients kafka,
            Background background,
            InstantSource clock,
            Texts texts,
            Idempotency idempotency) {
        this.service = service;
        this.replay =
                new OnDemand<>(
                        "publishing again what the topic lacks",
                        republishing(service, relay, kafka, clock),
                        AT_MOST,
                        background,
                        clock);
        this.texts = texts;
        this.idempotency = idempotency;
    }

    private static Mono<Replay.Counted> republishing(
            String service, OutboxRelay relay, KafkaClients kafka, InstantSource clock) {
        return OwnTopicFeed.read(service, kafka, clock)
                .flatMap(
                        holds ->
                                relay.republishNewerThan(holds.versions())
                                        .map(sent -> new Replay.Counted(holds.records(), sent)));
    }

    @PostMapping(PATH)
    Mono<ResponseEntity<Replay>> start(
            Caller caller,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
                    @Nullable String language,
            ServerWebExchange exchange) {
        caller.require(Role.ADMIN);
        Mono<Replay> begun = Mono.fromSupplier(() -> told(replay.start(), language));
        return idempotency
                .once(exchange, "", Replay.class, begun)
                .map(told -> ResponseEntity.accepted().body(told));
    }

    @GetMapping(PATH)
    ResponseEntity<Replay> state(
            Caller caller,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
                    @Nullable String language) {
        caller.require(Role.ADMIN);
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(told(replay.status(), language));
    }

    private Replay told(OnDemand.Status<Replay.Counted> status, @Nullable String language) {
        return Replay.of(service, status, texts, Texts.languageOf(language));
    }
}
