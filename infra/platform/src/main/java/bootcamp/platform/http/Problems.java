package bootcamp.platform.http;

import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.telemetry.Hops;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsatisfiedRequestParameterException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one place where something that went wrong becomes an answer: refusals, bad input, trouble
 * that may pass, and bugs, of which the client learns an incident's id and nothing else.
 */
@Order(-2)
public final class Problems implements ErrorWebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int CAUSES_MAX = 8;

    private final Texts texts;
    private final JsonMapper json;
    private final IdSource ids;

    public Problems(Texts texts, JsonMapper json, IdSource ids) {
        this.texts = texts;
        this.json = json;
        this.ids = ids;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        return answer(exchange, failure);
    }

    /** Writes the problem; a response that has begun is broken off instead. */
    public Mono<Void> answer(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        ProblemException known = known(failure);
        return known == null
                ? write(exchange, incident(exchange, failure))
                : write(exchange, problem(exchange, known), failure, known.retryAfter());
    }

    private Mono<Void> write(
            ServerWebExchange exchange,
            Problem problem,
            Throwable failure,
            @Nullable Duration retryAfter) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        if (retryAfter != null) {
            headers.set(
                    HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        if (problem.status() == HttpStatus.UNAUTHORIZED.value()
                && !headers.containsHeader(HttpHeaders.WWW_AUTHENTICATE)) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (failure instanceof MethodNotAllowedException wrong) {
            headers.setAllow(wrong.getSupportedMethods());
        }
        return write(exchange, problem);
    }

    private Mono<Void> write(ServerWebExchange exchange, Problem problem) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatus.valueOf(problem.status()));
        HttpHeaders headers = response.getHeaders();
        headers.remove(HttpHeaders.ETAG);
        headers.remove(HttpHeaders.CONTENT_ENCODING);
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setContentLanguage(Texts.languageOf(exchange));
        headers.setCacheControl("no-store");
        headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        byte[] bytes = json.writeValueAsBytes(problem);
        headers.setContentLength(bytes.length);
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(bytes)));
    }

    private Problem problem(ServerWebExchange exchange, ProblemException known) {
        Locale language = Texts.languageOf(exchange);
        List<Problem.FieldProblem> errors =
                known.errors().stream().map(error -> fieldProblem(error, language)).toList();
        return new Problem(
                Problem.TYPE_PREFIX + known.code(),
                title(known, language),
                known.status().value(),
                detail(known, language),
                exchange.getRequest().getURI().getRawPath(),
                known.code(),
                known.parameters().get(Refusal.ABOUT) instanceof String about ? about : null,
                known.parameters().get(Refusal.OPENS_AT) instanceof OffsetDateTime opens
                        ? opens
                        : null,
                known.parameters().get(Refusal.RESETS_AT) instanceof OffsetDateTime resets
                        ? resets
                        : null,
                errors.isEmpty() ? null : errors);
    }

    private Problem.FieldProblem fieldProblem(FieldError error, Locale language) {
        return new Problem.FieldProblem(
                error.field(), texts.get("reason." + error.code(), language, error.parameters()));
    }

    private String title(ProblemException known, Locale language) {
        return texts.get("problem." + known.code() + ".title", language, known.parameters());
    }

    private String detail(ProblemException known, Locale language) {
        return texts.get("problem." + known.code() + ".detail", language, known.parameters());
    }

    private Problem incident(ServerWebExchange exchange, Throwable failure) {
        String incident = ids.next();
        LOG.atError()
                .addKeyValue("incident", incident)
                .addKeyValue("method", exchange.getRequest().getMethod().name())
                .addKeyValue("traceId", Hops.traceId(exchange.getAttribute(TraceFilter.HEADER)))
                .setCause(failure)
                .log("A request met a fault");
        Map<String, Object> parameters = Map.of("incident", incident);
        ProblemException bug =
                ProblemException.of(HttpStatus.INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", parameters);
        Problem problem = problem(exchange, bug);
        return new Problem(
                problem.type(),
                problem.title(),
                problem.status(),
                problem.detail(),
                Problem.INCIDENT_PREFIX + incident,
                problem.code(),
                null,
                null,
                null,
                null);
    }

    private static @Nullable ProblemException known(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case RefusedException refused -> refused(refused.refusal());
            case ServerWebInputException input -> badInput(input);
            case ResponseStatusException status -> ofStatus(status);
            case DataBufferLimitException _ -> tooLarge();
            case JacksonException body -> malformedBody(body);
            case MongoTimeoutException _,
                    MongoSocketException _,
                    MongoNotPrimaryException _,
                    MongoNodeIsRecoveringException _,
                    RetriableException _,
                    TimeoutException _ ->
                    ProblemException.notAvailable("NOT_AVAILABLE", SOON);
            default -> null;
        };
    }

    private static ProblemException refused(Refusal refusal) {
        HttpStatus status =
                switch (refusal.kind()) {
                    case NOT_FOUND -> HttpStatus.NOT_FOUND;
                    case CONFLICT -> HttpStatus.CONFLICT;
                    case NOT_ALLOWED -> HttpStatus.UNPROCESSABLE_CONTENT;
                    case FORBIDDEN -> HttpStatus.FORBIDDEN;
                    case STALE -> HttpStatus.PRECONDITION_FAILED;
                    case NOT_NOW -> HttpStatus.SERVICE_UNAVAILABLE;
                };
        return new ProblemException(
                status,
                refusal.code(),
                refusal.parameters(),
                List.of(),
                refusal.kind() == Refusal.Kind.NOT_NOW ? SOON : null);
    }

    private static ProblemException badInput(ServerWebInputException input) {
        for (Throwable cause : causes(input)) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
            if (cause instanceof DataBufferLimitException) {
                return tooLarge();
            }
        }
        for (Throwable cause : causes(input)) {
            if (cause instanceof JacksonException body) {
                return malformedBody(body);
            }
        }
        return switch (input) {
            case MissingRequestValueException missing ->
                    ProblemException.malformed(FieldError.of(missing.getName(), "REQUIRED"));
            case UnsatisfiedRequestParameterException _ ->
                    ProblemException.malformed(FieldError.of("", "REQUIRED"));
            default -> ofParameter(input);
        };
    }

    private static ProblemException ofParameter(ServerWebInputException input) {
        MethodParameter parameter = input.getMethodParameter();
        if (parameter == null || parameter.hasParameterAnnotation(RequestBody.class)) {
            return malformedBody(FieldError.of("", "NOT_JSON"));
        }
        String name = parameter.getParameterName();
        return ProblemException.malformed(FieldError.of(name == null ? "" : name, "WRONG_TYPE"));
    }

    private static ProblemException malformedBody(JacksonException body) {
        return malformedBody(BadBody.of(body));
    }

    private static ProblemException malformedBody(FieldError error) {
        return new ProblemException(
                HttpStatus.BAD_REQUEST, "MALFORMED_BODY", Map.of(), List.of(error), null);
    }

    private static ProblemException tooLarge() {
        return ProblemException.of(HttpStatus.CONTENT_TOO_LARGE, "BODY_TOO_LARGE");
    }

    private static @Nullable ProblemException ofStatus(ResponseStatusException failure) {
        return switch (failure.getStatusCode().value()) {
            case 400 -> ProblemException.malformed(FieldError.of("", "WRONG_TYPE"));
            case 401 -> ProblemException.unauthenticated();
            case 403 -> ProblemException.forbidden();
            case 404 -> ProblemException.notFound();
            case 405 ->
                    ProblemException.of(
                            HttpStatus.METHOD_NOT_ALLOWED,
                            "METHOD_NOT_ALLOWED",
                            Map.of("allowed", allowed(failure)));
            case 406 -> ProblemException.of(HttpStatus.NOT_ACCEPTABLE, "NOT_ACCEPTABLE");
            case 413 -> tooLarge();
            case 415 ->
                    ProblemException.of(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE");
            case 503, 504 -> ProblemException.notAvailable("NOT_AVAILABLE", SOON);
            default -> null;
        };
    }

    private static String allowed(ResponseStatusException failure) {
        return failure instanceof MethodNotAllowedException wrong
                ? wrong.getSupportedMethods().stream()
                        .map(Object::toString)
                        .sorted()
                        .collect(Collectors.joining(", "))
                : "";
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES_MAX)
                .toList();
    }
}
