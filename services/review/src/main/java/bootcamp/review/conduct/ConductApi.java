package bootcamp.review.conduct;

import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.review.Prose;
import bootcamp.review.ReviewRefusal;
import bootcamp.review.conduct.ConductReport.Message;
import bootcamp.review.conduct.ConductReport.State;
import bootcamp.review.school.Target;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Where staff of the cohort read what is reported to them, answer it, and are done with it. */
@RestController
final class ConductApi {

    private final ConductDesk desk;
    private final RecipientStore recipients;

    ConductApi(ConductDesk desk, RecipientStore recipients) {
        this.desk = desk;
        this.recipients = recipients;
    }

    /**
     * @param text that it began with
     */
    record ReportView(
            String reportId, Target target, State state, String text, List<Message> messages) {}

    record Reports(List<ReportView> items) {}

    record AnswerForm(String text) {}

    private static ReportView view(ConductReport report) {
        return new ReportView(
                report.reportId(),
                report.target(),
                report.state(),
                report.messages().getFirst().text(),
                report.messages());
    }

    @GetMapping("/api/conduct-reports")
    Mono<Reports> all(Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        Set<String> cohortIds = caller.is(Role.ADMIN) ? Set.of() : caller.cohortIds();
        return recipients
                .findAll()
                .flatMap(
                        named ->
                                desk.findAll(cohortIds)
                                        .filter(
                                                each ->
                                                        reads(
                                                                caller,
                                                                named.get(
                                                                        each.target().cohortId())))
                                        .map(ConductApi::view)
                                        .collectList())
                .map(Reports::new);
    }

    @GetMapping("/api/conduct-reports/{reportId}")
    Mono<ReportView> one(@PathVariable String reportId, Caller caller) {
        return readBy(caller, reportId).map(ConductApi::view);
    }

    @PostMapping("/api/conduct-reports/{reportId}/answer")
    Mono<ReportView> answer(
            @PathVariable String reportId, @RequestBody AnswerForm body, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        Checks checks = InvalidInput.checking();
        Prose.check(checks, "text", body.text());
        checks.orThrow();
        return readBy(caller, reportId)
                .flatMap(_ -> desk.answer(reportId, body.text(), caller.username()))
                .map(ConductApi::view);
    }

    @PostMapping("/api/conduct-reports/{reportId}/closing")
    Mono<ReportView> close(@PathVariable String reportId, Caller caller) {
        return readBy(caller, reportId).flatMap(_ -> desk.close(reportId)).map(ConductApi::view);
    }

    /**
     * @param named of the cohort; null: all of its staff
     */
    private static boolean reads(Caller caller, @Nullable Set<String> named) {
        return named == null || named.contains(caller.username());
    }

    /** One of another cohort, or for others, is as if it were not there. */
    private Mono<ConductReport> readBy(Caller caller, String reportId) {
        caller.require(Role.ADMIN, Role.STAFF);
        return desk.findById(reportId)
                .filter(report -> caller.worksWith(report.target().cohortId()))
                .filterWhen(
                        report ->
                                recipients
                                        .find(report.target().cohortId())
                                        .map(named -> named.contains(caller.username()))
                                        .defaultIfEmpty(true))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new RefusedException(
                                                ReviewRefusal.CONDUCT_REPORT_NOT_FOUND)));
    }
}
