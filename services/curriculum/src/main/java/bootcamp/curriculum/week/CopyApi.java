package bootcamp.curriculum.week;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.week.CurriculumCopy.Done;
import bootcamp.curriculum.week.CurriculumCopy.Outcome;
import bootcamp.curriculum.week.CurriculumCopy.Row;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code /api/cohorts/{cohortId}/curriculum/copy}: the modules and sessions of an earlier cohort,
 * moved to the dates of this one. Row by row: what can't be is told, and the rest is done; once
 * more plans only what is missing.
 */
@RestController
public final class CopyApi {

    private final CurriculumCopy copy;
    private final WeekAccess access;
    private final Idempotency idempotency;
    private final Texts texts;
    private final InstantSource clock;

    public CopyApi(
            CurriculumCopy copy,
            WeekAccess access,
            Idempotency idempotency,
            Texts texts,
            InstantSource clock) {
        this.copy = copy;
        this.access = access;
        this.idempotency = idempotency;
        this.texts = texts;
        this.clock = clock;
    }

    record CopyOf(String fromCohortId) {}

    /**
     * What became of a module or session.
     *
     * @param copyId null where it was left out
     * @param code why it was left out; null where it was not
     * @param reason the same in the reader's language
     * @param about address of the session that is in the way; null where none is
     */
    record RowView(
            String sourceId,
            String title,
            LocalDate day,
            Outcome outcome,
            @Nullable String copyId,
            @Nullable String code,
            @Nullable String reason,
            @Nullable String about) {}

    record Copied(List<RowView> modules, List<RowView> sessions) {}

    @PostMapping("/api/cohorts/{cohortId}/curriculum/copy")
    Mono<Copied> copy(
            @PathVariable String cohortId,
            @RequestBody CopyOf body,
            Caller caller,
            ServerWebExchange exchange) {
        Locale language = Texts.languageOf(exchange);
        return access.editable(cohortId, caller)
                .doOnNext(
                        _ ->
                                InvalidInput.checking()
                                        .that(
                                                !body.fromCohortId().equals(cohortId),
                                                "fromCohortId",
                                                "SAME_COHORT")
                                        .orThrow())
                .zipWhen(
                        _ ->
                                access.editable(body.fromCohortId(), caller)
                                        .onErrorMap(WeekAccess::isHidden, CopyApi::unknown))
                .flatMap(
                        both ->
                                idempotency.once(
                                        exchange,
                                        body,
                                        Copied.class,
                                        copy.copy(
                                                        both.getT2(),
                                                        both.getT1(),
                                                        new Stamp(
                                                                clock.instant(), caller.username()))
                                                .map(done -> view(done, language))));
    }

    private static ProblemException unknown(Throwable hidden) {
        return new InvalidInput(List.of(FieldError.of("fromCohortId", "UNKNOWN_COHORT")));
    }

    private Copied view(Done done, Locale language) {
        return new Copied(
                done.modules().stream().map(row -> view(row, language)).toList(),
                done.sessions().stream().map(row -> view(row, language)).toList());
    }

    private RowView view(Row row, Locale language) {
        Refusal refusal = row.refusal();
        String flaw = row.flaw();
        if (refusal != null) {
            Map<String, Object> named = refusal.parameters();
            return view(
                    row,
                    refusal.code(),
                    texts.get("problem." + refusal.code() + ".detail", language, named),
                    named.get(Refusal.ABOUT) instanceof String about ? about : null);
        }
        return flaw == null
                ? view(row, null, null, null)
                : view(row, flaw, texts.get("reason." + flaw, language, Map.of()), null);
    }

    private static RowView view(
            Row row, @Nullable String code, @Nullable String reason, @Nullable String about) {
        return new RowView(
                row.sourceId(),
                row.title(),
                row.day(),
                row.outcome(),
                row.copyId(),
                code,
                reason,
                about);
    }
}
