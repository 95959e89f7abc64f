package bootcamp.enrollment.evidence;

import bootcamp.enrollment.evidence.Attention.Call;
import bootcamp.enrollment.evidence.Attention.Reason;
import bootcamp.enrollment.evidence.CompletionDesk.Book;
import bootcamp.enrollment.evidence.CompletionDesk.Known;
import bootcamp.enrollment.evidence.WarningDesk.First;
import bootcamp.enrollment.evidence.WarningDesk.LookedBack;
import bootcamp.enrollment.evidence.WarningDesk.Scored;
import bootcamp.enrollment.evidence.WarningDesk.Warning;
import bootcamp.enrollment.outreach.Contact;
import bootcamp.enrollment.outreach.Contact.Channel;
import bootcamp.enrollment.outreach.Contact.Outcome;
import bootcamp.enrollment.outreach.OutreachStore;
import bootcamp.enrollment.outreach.OutreachStore.OfStudent;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.risk.ContactComparison;
import bootcamp.enrollment.risk.ContactComparison.Difference;
import bootcamp.enrollment.risk.ContactComparison.Group;
import bootcamp.enrollment.risk.ContactComparison.Listed;
import bootcamp.platform.security.Caller;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Who needs a call today, and what became of who did; for admins and the staff of the cohort. */
@RestController
final class AttentionApi {

    private final CompletionDesk desk;
    private final OutreachStore outreach;
    private final WarningDesk warnings;
    private final PersonStore persons;

    AttentionApi(
            CompletionDesk desk,
            OutreachStore outreach,
            WarningDesk warnings,
            PersonStore persons) {
        this.desk = desk;
        this.outreach = outreach;
        this.warnings = warnings;
        this.persons = persons;
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

    // ---- what became of those who were to be called

    /**
     * As {@link ContactComparison}.
     *
     * @param landmarkDays after having been on the list for the first time, by which staff reached
     *     the student or did not
     * @param followedDays after them, in which withdrawals count
     */
    record ComparisonView(
            String cohortId,
            int landmarkDays,
            int followedDays,
            int listed,
            int leftBefore,
            int moved,
            int notYetKnown,
            @Nullable Group reached,
            @Nullable Group others,
            @Nullable Difference difference) {

        static ComparisonView of(String cohortId, ContactComparison each) {
            return new ComparisonView(
                    cohortId,
                    ContactComparison.LANDMARK_DAYS,
                    ContactComparison.FOLLOWED_DAYS,
                    each.listed(),
                    each.leftBefore(),
                    each.moved(),
                    each.notYetKnown(),
                    each.reached(),
                    each.others(),
                    each.difference());
        }
    }

    @GetMapping("/api/cohorts/{cohortId}/outreach/comparison")
    Mono<ComparisonView> comparison(@PathVariable String cohortId, Caller caller) {
        caller.requireCohort(cohortId);
        return desk.cohort(cohortId)
                .flatMap(warnings::lookedBack)
                .flatMap(this::comparison)
                .map(found -> ComparisonView.of(cohortId, found));
    }

    /**
     * What was written down of somebody went with the person, so of who was erased nothing is
     * known.
     */
    private Mono<ContactComparison> comparison(LookedBack found) {
        List<String> ids = found.students().stream().map(First::studentId).toList();
        return persons.findAll(ids)
                .filter(each -> each.erasedOn() == null)
                .map(Person::studentId)
                .collect(Collectors.toSet())
                .zipWith(outreach.of(ids).collectMap(OfStudent::studentId, OfStudent::contacts))
                .map(
                        known ->
                                ContactComparison.of(
                                        found.students().stream()
                                                .filter(
                                                        each ->
                                                                known.getT1()
                                                                        .contains(each.studentId()))
                                                .map(
                                                        each ->
                                                                listed(
                                                                        each,
                                                                        found.start(),
                                                                        known.getT2()
                                                                                .getOrDefault(
                                                                                        each
                                                                                                .studentId(),
                                                                                        List.of())))
                                                .toList(),
                                        found.known()));
    }

    private static Listed listed(First each, LocalDate start, List<Contact> contacts) {
        return new Listed(
                each.day(),
                each.exit(),
                each.moved(),
                contacts.stream()
                        .filter(contact -> contact.outcome() == Outcome.REACHED)
                        .map(contact -> (int) ChronoUnit.DAYS.between(start, contact.on()))
                        .toList());
    }
}
