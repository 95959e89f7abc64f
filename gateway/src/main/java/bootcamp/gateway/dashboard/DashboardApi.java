package bootcamp.gateway.dashboard;

import bootcamp.gateway.dashboard.CohortState.Snapshot;
import bootcamp.gateway.dashboard.Comparison.Look;
import bootcamp.gateway.feed.CohortFact.CohortStands;
import bootcamp.gateway.retention.Changes;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

/**
 * Dashboards over HTTP, for those who work here; a cohort that is not theirs is one that does not
 * exist.
 */
@RestController
public final class DashboardApi {

    private static final String LIST = "dashboards";
    private static final int COMPARED_MAX = 20;
    private static final List<String> SESSION_COOKIES = List.of("__Host-session", "session");

    private final Dashboards dashboards;
    private final Cursors cursors;

    public DashboardApi(Dashboards dashboards, Cursors cursors) {
        this.dashboards = dashboards;
        this.cursors = cursors;
    }

    // --- overview

    @GetMapping(
            path = "/api/dashboards",
            produces = {MediaType.APPLICATION_JSON_VALUE, Csv.TYPE_VALUE})
    Mono<ResponseEntity<?>> overview(
            Caller caller,
            @RequestParam(required = false) @Nullable String asOf,
            ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        LocalDate day = asOf == null ? null : day("asOf", asOf);
        return Mono.fromSupplier(
                () -> {
                    Stream<OverviewRow> rows = rows(caller, day);
                    return wantsCsv(exchange)
                            ? csv("dashboards", overviewCsv(rows))
                            : ResponseEntity.ok(page(rows, exchange));
                });
    }

    private Stream<OverviewRow> rows(Caller caller, @Nullable LocalDate day) {
        return dashboards.all().stream()
                .flatMap(board -> Stream.ofNullable(board.rendered()))
                .filter(shown -> caller.worksWith(shown.dashboard().cohortId()))
                .map(shown -> day == null ? shown.dashboard() : asOf(shown.dashboard(), day))
                .map(OverviewRow::of)
                .sorted(Comparator.comparing(OverviewRow::sortKey));
    }

    private Dashboard asOf(Dashboard shown, LocalDate day) {
        return dashboards
                .find(shown.cohortId())
                .flatMap(board -> board.snapshot().map(state -> asOf(board, state, day)))
                .orElse(shown);
    }

    private Page<OverviewRow> page(Stream<OverviewRow> rows, ServerWebExchange exchange) {
        PageRequest request = PageRequest.of(exchange.getRequest().getQueryParams(), cursors, LIST);
        String after = request.after();
        List<OverviewRow> found =
                rows.filter(row -> after == null || row.sortKey().compareTo(after) > 0)
                        .limit(request.limit() + 1L)
                        .toList();
        return request.page(found, OverviewRow::sortKey, cursors, LIST);
    }

    private static String overviewCsv(Stream<OverviewRow> rows) {
        return Csv.table(OverviewRow.CSV_HEADER, rows.map(OverviewRow::csv).toList());
    }

    // --- one dashboard

    @GetMapping(
            path = "/api/dashboards/{cohortId}",
            produces = {MediaType.APPLICATION_JSON_VALUE, Csv.TYPE_VALUE})
    Mono<ResponseEntity<?>> dashboard(
            Caller caller,
            @PathVariable String cohortId,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable String section,
            ServerWebExchange exchange) {
        demandCohort(caller, cohortId);
        LocalDate day = asOf == null ? null : day("asOf", asOf);
        Section table = Section.named(section);
        return dashboards
                .known(cohortId)
                .map(board -> rendered(board, day))
                .map(
                        shown ->
                                wantsCsv(exchange)
                                        ? csv(cohortId, table.of(shown.dashboard()))
                                        : json(shown, exchange.getRequest()));
    }

    private static Rendered rendered(Board board, @Nullable LocalDate day) {
        Rendered shown = Objects.requireNonNull(board.rendered());
        if (day == null || day.equals(shown.dashboard().asOf())) {
            return shown;
        }
        return board.snapshot()
                .map(state -> asOf(board, state, day))
                .map(Rendered::of)
                .orElse(shown);
    }

    private static Dashboard asOf(Board board, Snapshot state, LocalDate day) {
        return board.dashboard(state, known(board, state, day));
    }

    private static LocalDate known(Board board, Snapshot state, @Nullable LocalDate day) {
        LocalDate today = board.today(state);
        if (day != null && day.isAfter(today)) {
            throw inFuture(today);
        }
        return day == null ? today : day;
    }

    private static ProblemException inFuture(LocalDate today) {
        return ProblemException.of(
                HttpStatus.UNPROCESSABLE_CONTENT, "AS_OF_IN_FUTURE", Map.of("today", today));
    }

    private static ResponseEntity<?> json(Rendered shown, ServerHttpRequest request) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.ok()
                        .eTag(shown.etag())
                        .contentType(MediaType.APPLICATION_JSON)
                        .cacheControl(CacheControl.noCache().cachePrivate())
                        .varyBy(HttpHeaders.ACCEPT_ENCODING);
        return takesGzip(request.getHeaders())
                ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(shown.gzip())
                : answer.body(shown.json());
    }

    // --- what changed

    @GetMapping(
            path = "/api/dashboards/{cohortId}/changes",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Changes> changes(
            Caller caller,
            @PathVariable String cohortId,
            @RequestParam String since,
            @RequestParam(required = false) @Nullable String asOf) {
        demandCohort(caller, cohortId);
        LocalDate from = day("since", since);
        LocalDate until = asOf == null ? null : day("asOf", asOf);
        return dashboards
                .known(cohortId)
                .flatMap(board -> Mono.justOrEmpty(look(board, until)))
                .map(look -> changes(look, from));
    }

    private static Changes changes(Look look, LocalDate since) {
        if (since.isAfter(look.asOf())) {
            throw inFuture(look.asOf());
        }
        CohortStands cohort = look.state().cohort();
        return Changes.of(
                look.state().stays(), cohort.startDate(), cohort.endDate(), since, look.asOf());
    }

    // --- comparison

    @GetMapping(
            path = "/api/retention",
            produces = {MediaType.APPLICATION_JSON_VALUE, Csv.TYPE_VALUE})
    Mono<ResponseEntity<?>> retention(
            Caller caller,
            @RequestParam String cohorts,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable String section,
            ServerWebExchange exchange) {
        caller.require(Role.ADMIN, Role.STAFF);
        List<String> ids = Stream.of(cohorts.split(",", -1)).distinct().toList();
        if (ids.size() > COMPARED_MAX || ids.contains("")) {
            throw ProblemException.malformed(
                    new FieldError(
                            "cohorts", "OUT_OF_RANGE", Map.of("min", 1, "max", COMPARED_MAX)));
        }
        ids.forEach(id -> demandCohort(caller, id));
        Comparison.Table table = Comparison.Table.named(section);
        LocalDate day = asOf == null ? null : day("asOf", asOf);
        return Flux.fromIterable(ids)
                .concatMap(dashboards::known)
                .concatMap(board -> Mono.justOrEmpty(look(board, day)))
                .collectList()
                .map(looks -> Comparison.of(looks, table))
                .map(
                        compared ->
                                wantsCsv(exchange)
                                        ? csv("retention", compared.csv(table))
                                        : ResponseEntity.ok(compared));
    }

    /** Null: today. */
    private static Optional<Look> look(Board board, @Nullable LocalDate day) {
        return board.snapshot().map(state -> new Look(state, known(board, state, day)));
    }

    // --- stream

    @GetMapping(
            path = "/api/dashboards/{cohortId}/stream",
            produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<Void> stream(Caller caller, @PathVariable String cohortId, ServerWebExchange exchange) {
        demandCohort(caller, cohortId);
        ServerHttpResponse response = exchange.getResponse();
        Viewer viewer =
                new Viewer(
                        caller.username(),
                        session(exchange.getRequest()),
                        lastSeen(exchange.getRequest().getHeaders()),
                        takesMore(response));
        return dashboards
                .known(cohortId)
                .flatMap(
                        board -> {
                            response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
                            response.getHeaders()
                                    .setCacheControl("no-cache, no-transform, private");
                            // Or a proxy would gather what shall be seen at once.
                            response.getHeaders().set("X-Accel-Buffering", "no");
                            return response.writeAndFlushWith(
                                    dashboards
                                            .watch(board, viewer)
                                            .map(response.bufferFactory()::wrap)
                                            .map(Mono::just));
                        });
    }

    /** What is no revision of ours was never seen. */
    private static long lastSeen(HttpHeaders headers) {
        String id = headers.getFirst("Last-Event-ID");
        return id != null && id.matches("\\d{1,18}") ? Long.parseLong(id) : 0;
    }

    /** Null for a program: its token says who asks, whatever cookies it sends. */
    private static @Nullable String session(ServerHttpRequest request) {
        if (request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION) != null) {
            return null;
        }
        return SESSION_COOKIES.stream()
                .map(name -> request.getCookies().getFirst(name))
                .filter(Objects::nonNull)
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Whether the connection has no more waiting than its high-water mark, 64 KiB. */
    private static BooleanSupplier takesMore(ServerHttpResponse response) {
        return ServerHttpResponseDecorator.getNativeResponse(response) instanceof Connection server
                ? () -> server.channel().isWritable()
                : () -> true;
    }

    // --- requests

    private static void demandCohort(Caller caller, String cohortId) {
        caller.require(Role.ADMIN, Role.STAFF);
        if (!caller.worksWith(cohortId)) {
            throw ProblemException.of(HttpStatus.NOT_FOUND, "COHORT_NOT_FOUND");
        }
    }

    private static LocalDate day(String name, String value) {
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw ProblemException.malformed(FieldError.of(name, "NOT_A_DATE"));
        }
    }

    private static boolean takesGzip(HttpHeaders headers) {
        return Stream.of(headers.getOrEmpty(HttpHeaders.ACCEPT_ENCODING))
                .flatMap(List::stream)
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .anyMatch(coding -> coding.matches("(?i)gzip(\\s*;\\s*q=(1|0\\.0*[1-9]).*)?"));
    }

    /** CSV only for those who ask for it by name before JSON. */
    private static boolean wantsCsv(ServerWebExchange exchange) {
        return exchange.getRequest().getHeaders().getAccept().stream()
                .sorted(Comparator.comparingDouble(MediaType::getQualityValue).reversed())
                .filter(
                        type ->
                                type.includes(MediaType.APPLICATION_JSON)
                                        || type.isCompatibleWith(Csv.TYPE))
                .findFirst()
                .filter(type -> !type.includes(MediaType.APPLICATION_JSON))
                .isPresent();
    }

    private static ResponseEntity<?> csv(String name, String table) {
        return ResponseEntity.ok()
                .contentType(Csv.TYPE)
                .cacheControl(CacheControl.noCache().cachePrivate())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + ".csv", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(table);
    }
}
