package bootcamp.gateway.dashboard;

import bootcamp.platform.http.Replay;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.task.OnDemand;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code /api/replays/dashboards}: has this gateway fold the topics again, from their start. */
@RestController
final class ReplayApi {

    private static final String PROJECTION = "dashboards";

    private final OnDemand<Replay.Counted> replay;
    private final Texts texts;
    private final Idempotency idempotency;

    ReplayApi(OnDemand<Replay.Counted> replay, Texts texts, Idempotency idempotency) {
        this.replay = replay;
        this.texts = texts;
        this.idempotency = idempotency;
    }

    @PostMapping("/api/replays/dashboards")
    Mono<ResponseEntity<Replay>> start(
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
                    @Nullable String language,
            ServerWebExchange exchange) {
        Mono<Replay> begun = Mono.fromSupplier(() -> told(replay.start(), language));
        return idempotency
                .once(exchange, "", Replay.class, begun)
                .map(told -> ResponseEntity.accepted().body(told));
    }

    @GetMapping("/api/replays/dashboards")
    ResponseEntity<Replay> state(
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
                    @Nullable String language) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(told(replay.status(), language));
    }

    private Replay told(OnDemand.Status<Replay.Counted> status, @Nullable String language) {
        return Replay.of(PROJECTION, status, texts, Texts.languageOf(language));
    }
}
