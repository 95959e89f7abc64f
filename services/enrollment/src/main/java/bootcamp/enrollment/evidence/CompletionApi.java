package bootcamp.enrollment.evidence;

import bootcamp.enrollment.completion.CompletionPolicy;
import bootcamp.enrollment.completion.Finding;
import bootcamp.enrollment.completion.Verdict;
import bootcamp.enrollment.evidence.CompletionDesk.Book;
import bootcamp.enrollment.evidence.CompletionDesk.Known;
import bootcamp.enrollment.evidence.CompletionDesk.Own;
import bootcamp.enrollment.evidence.VerdictStore.Frozen;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What a cohort asks of who completes: staff see it and try another, an admin adopts it, a student
 * sees what the own evidence comes to, and nobody else's.
 */
@RestController
final class CompletionApi {

    private static final String POLICY = "/api/cohorts/{cohortId}/completion-policy";

    private final CompletionDesk desk;
    private final Idempotency idempotency;

    CompletionApi(CompletionDesk desk, Idempotency idempotency) {
        this.desk = desk;
        this.idempotency = idempotency;
    }

    // ---- the policy

    record NewPolicy(List<RequirementForm> requirements) {

        /**
         * @throws InvalidInput naming all that can be told without the cohort
         */
        CompletionPolicy policy() {
            InvalidInput.Checks checks = InvalidInput.checking();
            CompletionPolicy policy = RequirementForm.policy(requirements, checks);
            checks.orThrow();
            return policy;
        }
    }

    /**
     * @param version 0: none was adopted, so what is asked for is the default
     * @param versions all that were adopted, ascending
     */
    record PolicyView(
            String cohortId,
            int version,
            List<RequirementForm> requirements,
            List<VersionView> versions) {

        static PolicyView of(String cohortId, PolicyVersions policies) {
            return new PolicyView(
                    cohortId,
                    policies.version(),
                    RequirementForm.of(policies.present().requirements()),
                    policies.versions().stream().map(VersionView::of).toList());
        }
    }

    record VersionView(
            int version, List<RequirementForm> requirements, Instant adoptedAt, String by) {

        static VersionView of(PolicyVersions.Adopted adopted) {
            return new VersionView(
                    adopted.version(),
                    RequirementForm.of(adopted.policy().requirements()),
                    adopted.at(),
                    adopted.by());
        }
    }

    @GetMapping(POLICY)
    Mono<ResponseEntity<PolicyView>> policy(
            @PathVariable String cohortId, Caller caller, ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        return desk.policies(cohortId)
                .map(
                        policies -> {
                            String etag = Etags.of(policies.version());
                            return Etags.isKnown(exchange.getRequest().getHeaders(), etag)
                                    ? ResponseEntity.status(304).eTag(etag).build()
                                    : answer(cohortId, policies);
                        });
    }

    @PutMapping(POLICY)
    Mono<ResponseEntity<PolicyView>> adopt(
            @PathVariable String cohortId,
            @RequestBody NewPolicy body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        caller.require(Role.ADMIN);
        Long ifVersion = Etags.ifMatch(exchange.getRequest().getHeaders());
        return desk.adopt(cohortId, body.policy(), ifVersion, caller.username())
                .map(policies -> answer(cohortId, policies));
    }

    private static ResponseEntity<PolicyView> answer(String cohortId, PolicyVersions policies) {
        return ResponseEntity.ok()
                .eTag(Etags.of(policies.version()))
                .body(PolicyView.of(cohortId, policies));
    }

    // ---- trying

    /**
     * @param passing how many would, by what is known now
     * @param flips how many would be told otherwise than under the present policy
     * @param presentVersion of the policy that is compared with; 0: the default
     * @param students who have a seat, by id
     */
    record Preview(
            int passing,
            int failing,
            int flips,
            int presentVersion,
            List<StudentPreview> students) {}

    /**
     * @param passesNow under the present policy
     * @param exception completes whatever a policy says
     */
    record StudentPreview(
            String studentId,
            String enrollmentId,
            boolean passes,
            boolean passesNow,
            boolean exception,
            List<FindingView> requirements) {

        static StudentPreview of(Known known, CompletionPolicy tried, CompletionPolicy present) {
            return new StudentPreview(
                    known.studentId(),
                    known.enrollmentId(),
                    known.completesBy(tried),
                    known.completesBy(present),
                    known.excepted(),
                    FindingView.of(tried.judge(known.evidence()).requirements()));
        }
    }

    /**
     * @param value null: no occasion, or a group
     * @param code {@code NO_OCCASION}, {@code OUT_OF_REACH}, or null
     * @param left days that can still be missed, negative where too many were, or competitions that
     *     are still open; null of other kinds
     */
    record FindingView(
            Finding.Kind kind,
            @Nullable Double value,
            @Nullable Double threshold,
            boolean passes,
            @Nullable String code,
            @Nullable Integer left,
            List<FindingView> members) {

        static List<FindingView> of(List<Finding> findings) {
            return findings.stream().map(FindingView::of).toList();
        }

        private static FindingView of(Finding finding) {
            return new FindingView(
                    finding.kind(),
                    finding.value(),
                    finding.threshold(),
                    finding.passes(),
                    code(finding),
                    finding.left(),
                    of(finding.members()));
        }

        private static @Nullable String code(Finding finding) {
            if (finding.outOfReach()) {
                return "OUT_OF_REACH";
            }
            return finding.occasion() ? null : "NO_OCCASION";
        }
    }

    @PostMapping("/api/cohorts/{cohortId}/completion-preview")
    Mono<Preview> preview(
            @PathVariable String cohortId,
            @RequestBody NewPolicy body,
            Caller caller,
            ServerWebExchange exchange) {
        caller.requireCohort(cohortId);
        CompletionPolicy policy = body.policy();
        // It changes nothing, so that the key is only looked at.
        return idempotency
                .terms(exchange, body)
                .then(Mono.defer(() -> desk.book(cohortId)))
                .doOnNext(book -> CompletionDesk.requireSound(policy, book.course()))
                .map(book -> tried(book, policy));
    }

    private static Preview tried(Book book, CompletionPolicy tried) {
        CompletionPolicy present = book.versions().present();
        List<StudentPreview> students =
                book.students().stream()
                        .map(each -> StudentPreview.of(each, tried, present))
                        .toList();
        int passing = (int) students.stream().filter(StudentPreview::passes).count();
        int flips =
                (int) students.stream().filter(each -> each.passes() != each.passesNow()).count();
        return new Preview(
                passing, students.size() - passing, flips, book.versions().version(), students);
    }

    // ---- a student's own

    /** By cohort. */
    record MyCompletion(List<MyCohort> items) {}

    /**
     * @param passes by what is known now, or as the closing of the cohort said
     * @param policyVersion 0: the default
     * @param exception passes though the policy is not met
     * @param verdictOn the day as of which the cohort was closed; null: it is open
     */
    record MyCohort(
            String cohortId,
            int policyVersion,
            boolean passes,
            boolean exception,
            @Nullable LocalDate verdictOn,
            List<FindingView> requirements) {

        static MyCohort of(Own own) {
            Frozen frozen = own.frozen();
            Verdict now = own.verdict();
            return frozen == null
                    ? new MyCohort(
                            own.cohortId(),
                            own.version(),
                            now.passes() || own.excepted(),
                            own.excepted() && !now.passes(),
                            null,
                            FindingView.of(now.requirements()))
                    : new MyCohort(
                            own.cohortId(),
                            frozen.policyVersion(),
                            frozen.completed(),
                            frozen.byException(),
                            frozen.on(),
                            frozen.requirements());
        }
    }

    @GetMapping("/api/me/completion")
    Mono<MyCompletion> mine(Caller caller) {
        String studentId = caller.require(Role.STUDENT).studentId();
        if (studentId == null) {
            return Mono.error(ProblemException.notFound());
        }
        return desk.own(studentId)
                .map(all -> new MyCompletion(all.stream().map(MyCohort::of).toList()));
    }
}
