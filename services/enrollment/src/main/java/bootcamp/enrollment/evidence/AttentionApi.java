package bootcamp.enrollment.evidence;

import bootcamp.enrollment.evidence.Attention.Call;
import bootcamp.enrollment.evidence.Attention.Reason;
import bootcamp.enrollment.evidence.CompletionDesk.Book;
import bootcamp.enrollment.evidence.CompletionDesk.Known;
import bootcamp.enrollment.evidence.WarningDesk.Scored;
import bootcamp.enrollment.evidence.WarningDesk.Warning;
import bootcamp.enrollment.outreach.Contact;
import bootcamp.enrollment.outreach.Contact.Channel;
import bootcamp.enrollment.outreach.Contact.Outcome;
import bootcamp.enrollment.outreach.OutreachStore;
import bootcamp.enrollment.outreach.OutreachStore.OfStudent;
import bootcamp.platform.security.Caller;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Who needs a call today; for admins and the staff of the cohort. */
@RestController
final class AttentionApi {

    private final CompletionDesk desk;
    private final OutreachStore outreach;
    private final WarningDesk warnings;

    AttentionApi(CompletionDesk desk, OutreachStore outreach, WarningDesk warnings) {
        this.desk = desk;
        this.outreach = outreach;
        this.warnings = warnings;
    }

    /**
     * @param asOf the day, where the cohort is
     * @param snoozed how many are left out because a later day was agreed with them
     */
    record AttentionView(String cohortId, LocalDate asOf, int snoozed, List<CallView> items) {

        static AttentionView of(String cohortId, LocalDate asOf, Attention attention) {
            return new AttentionView(
                    cohortId,
                    asOf,
                    attention.snoozed(),
                    attention.calls().stream().map(CallView::of).toList());
        }
    }

    /**
     * @param lastContact null: nobody tried to reach the student
     * @param handedTo username; null: whoever wants
     */
    record CallView(
            String studentId,
            String enrollmentId,
            List<Reason> reasons,
            @Nullable LastContact lastContact,
            @Nullable String handedTo) {

        static CallView of(Call call) {
            Contact last = call.last();
            return new CallView(
                    call.studentId(),
                    call.enrollmentId(),
                    call.reasons(),
                    last == null
                            ? null
                            : new LastContact(
                                    last.on(),
                                    last.at(),
                                    last.channel(),
                                    last.outcome(),
                                    last.by()),
                    call.handedTo());
        }
    }

    /**
     * @param at when it was written down
     * @param outcome null: it is not known what came of it
     */
    record LastContact(
            LocalDate on, Instant at, Channel channel, @Nullable Outcome outcome, String by) {}

    @GetMapping("/api/cohorts/{cohortId}/attention")
    Mono<AttentionView> attention(@PathVariable String cohortId, Caller caller) {
        caller.requireCohort(cohortId);
        return desk.book(cohortId)
                .flatMap(
                        book ->
                                attention(cohortId, book)
                                        .map(
                                                attention ->
                                                        AttentionView.of(
                                                                cohortId,
                                                                book.course().today(),
                                                                attention)));
    }

    private Mono<Attention> attention(String cohortId, Book book) {
        List<String> ids = book.students().stream().map(Known::studentId).toList();
        return Mono.zip(
                        outreach.of(ids).collectMap(OfStudent::studentId, OfStudent::contacts),
                        desk.cohort(cohortId)
                                .flatMap(cohort -> warnings.warning(cohort, book.course())))
                .map(
                        known ->
                                Attention.of(
                                        book.course(),
                                        book.versions().present(),
                                        book.students(),
                                        known.getT1(),
                                        rising(known.getT2())));
    }

    private static Map<String, Double> rising(Warning warning) {
        return warning.rising().stream()
                .collect(Collectors.toMap(Scored::studentId, each -> each.score().chance()));
    }
}
