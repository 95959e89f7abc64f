package bootcamp.review.conduct;

import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.security.RateLimits;
import bootcamp.platform.source.KeyedHash;
import bootcamp.review.ReviewRefusal;
import bootcamp.review.conduct.ConductReport.From;
import bootcamp.review.school.Target;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Collection;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes reports of conduct to staff and their answers to whoever has the code. No event is made of
 * one, not even that it is there: its record's time would be the moment at which a ticket was
 * spent.
 */
public final class ConductDesk {

    private final ConductReportStore reports;
    private final KeyedHash hash;
    private final Bucket wrongCodes;

    /**
     * @param wrongCodes how many wrong codes may be tried, by whomever: that alone is counted, for
     *     addresses are not to be known
     */
    ConductDesk(ConductReportStore reports, KeyedHash hash, Bucket wrongCodes) {
        this.reports = reports;
        this.hash = hash;
        this.wrongCodes = wrongCodes;
    }

    /** The code of the report that comes with a ticket, as it is shown to its writer. */
    public String codeOf(byte[] message) {
        return ConductCode.of(hash, message).shown();
    }

    /** What is reported with a ticket; more with the same ticket is added, and the same is not. */
    public Mono<Void> report(String code, Target target, String text) {
        ConductCode known = ConductCode.read(code);
        if (known == null) {
            throw new IllegalArgumentException("not a code");
        }
        String id = known.reportId(hash);
        return reports.begin(ConductReport.begun(id, target, text))
                .then(
                        reports.update(
                                id,
                                report ->
                                        report.wasReported(text)
                                                ? report
                                                : withRoom(report).written(text)))
                .then();
    }

    /**
     * Whether the report began with these words. Who has the ticket is not always who wrote:
     * another at the same browser, who reports something else with it, is not to be told the code
     * by which the first report and its answers are read.
     */
    public Mono<Boolean> beganWith(String code, String text) {
        return Mono.justOrEmpty(ConductCode.read(code))
                .flatMap(known -> reports.find(known.reportId(hash)))
                .map(report -> report.messages().getFirst().text().equals(text))
                .defaultIfEmpty(false);
    }

    // ---- by whoever has the code

    /**
     * @return refused where no report has this code, and 429 where too many wrong ones were tried
     */
    Mono<ConductReport> find(String typed) {
        return byCode(typed, reports::find);
    }

    /** What was written since staff answered is not added once more. */
    Mono<ConductReport> write(String typed, String text) {
        return byCode(
                typed,
                id ->
                        reports.update(
                                id,
                                report ->
                                        report.says(From.WRITER, text)
                                                ? report
                                                : withRoom(report).written(text)));
    }

    private interface Look {
        Mono<ConductReport> at(String reportId);
    }

    private Mono<ConductReport> byCode(String typed, Look look) {
        return Mono.defer(
                () -> {
                    if (wrongCodes.getAvailableTokens() == 0) {
                        return Mono.error(RateLimits.tooMany(Duration.ofSeconds(1)));
                    }
                    @Nullable ConductCode code = ConductCode.read(typed);
                    Mono<ConductReport> found =
                            code == null ? Mono.empty() : look.at(code.reportId(hash));
                    return found.switchIfEmpty(Mono.defer(this::wrong));
                });
    }

    private Mono<ConductReport> wrong() {
        wrongCodes.tryConsume(1);
        return refused();
    }

    // ---- by staff

    /**
     * @param cohortIds empty: of all
     */
    Flux<ConductReport> findAll(Collection<String> cohortIds) {
        return reports.findAll(cohortIds);
    }

    /** Refused where there is none. */
    Mono<ConductReport> findById(String reportId) {
        return reports.find(reportId).switchIfEmpty(refused());
    }

    /**
     * What was answered since the writer wrote is not added once more.
     *
     * @param by the account that answers
     */
    Mono<ConductReport> answer(String reportId, String text, String by) {
        return changed(
                reportId,
                report ->
                        report.says(From.STAFF, text)
                                ? report
                                : withRoom(report).answered(text, by));
    }

    Mono<ConductReport> close(String reportId) {
        return changed(reportId, ConductReport::done);
    }

    private Mono<ConductReport> changed(String reportId, UnaryOperator<ConductReport> change) {
        return reports.update(reportId, change).switchIfEmpty(refused());
    }

    private static ConductReport withRoom(ConductReport report) {
        if (report.isFull()) {
            throw new RefusedException(ReviewRefusal.CONDUCT_REPORT_FULL);
        }
        return report;
    }

    private static Mono<ConductReport> refused() {
        return Mono.error(() -> new RefusedException(ReviewRefusal.CONDUCT_REPORT_NOT_FOUND));
    }
}
