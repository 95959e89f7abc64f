package bootcamp.enrollment.certificate;

import bootcamp.enrollment.certificate.Certificates.Certificate;
import bootcamp.enrollment.certificate.Certificates.Checked;
import bootcamp.enrollment.certificate.Certificates.Listed;
import bootcamp.enrollment.certificate.Certificates.State;
import bootcamp.enrollment.cohort.CohortPlan;
import bootcamp.enrollment.evidence.Verdicts.Completion;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
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
import reactor.core.publisher.Mono;

/**
 * A student's own certificates, those of a cohort for its staff, and what anybody is told who has
 * the code of one.
 */
@RestController
final class CertificateApi {

    private final Certificates certificates;

    CertificateApi(Certificates certificates) {
        this.certificates = certificates;
    }

    // ---- the student's

    /**
     * @param completedOn the day as of which the cohort was closed
     * @param policyVersion of the completion policy that was met; 0: the default
     * @param nameShown whoever checks the code is told the name
     */
    record CertificateView(
            String enrollmentId,
            String cohortId,
            String programme,
            String cohortName,
            LocalDate startDate,
            LocalDate endDate,
            LocalDate completedOn,
            int policyVersion,
            String code,
            @Nullable String name,
            boolean nameShown) {

        static CertificateView of(Certificate each) {
            CohortPlan plan = each.plan();
            return new CertificateView(
                    each.completion().enrollmentId(),
                    each.cohortId(),
                    plan.programme(),
                    plan.name(),
                    plan.startDate(),
                    plan.endDate(),
                    each.completion().on(),
                    each.completion().policyVersion(),
                    each.code().shown(),
                    each.name(),
                    each.nameShown());
        }
    }

    record CertificateList(List<CertificateView> items) {}

    /**
     * @param nameShown false: a consent that was given is taken back
     */
    record NewConsent(@Nullable Boolean nameShown) {}

    @GetMapping("/api/me/certificates")
    Mono<ResponseEntity<CertificateList>> mine(Caller caller) {
        return Mono.defer(() -> certificates.of(studentId(caller)))
                .map(found -> found.stream().map(CertificateView::of).toList())
                .map(items -> unstored(new CertificateList(items)));
    }

    @PutMapping("/api/me/certificates/{enrollmentId}")
    Mono<ResponseEntity<CertificateView>> consent(
            @PathVariable String enrollmentId, @RequestBody NewConsent body, Caller caller) {
        String studentId = studentId(caller);
        Boolean nameShown = body.nameShown();
        if (nameShown == null) {
            throw new InvalidInput(List.of(FieldError.of("nameShown", "REQUIRED")));
        }
        return certificates
                .showName(studentId, enrollmentId, nameShown)
                .map(each -> unstored(CertificateView.of(each)));
    }

    private static String studentId(Caller caller) {
        String studentId = caller.require(Role.STUDENT).studentId();
        if (studentId == null) {
            throw ProblemException.notFound();
        }
        return studentId;
    }

    // ---- staff's

    /**
     * @param given the student has looked at it, so there is a code that somebody may have
     * @param nameShown whoever checks the code is told the name
     */
    record ListedView(
            String enrollmentId,
            String studentId,
            LocalDate completedOn,
            int policyVersion,
            boolean given,
            boolean nameShown) {

        static ListedView of(Listed each) {
            return new ListedView(
                    each.completion().enrollmentId(),
                    each.studentId(),
                    each.completion().on(),
                    each.completion().policyVersion(),
                    each.given(),
                    each.nameShown());
        }
    }

    record ListOfCohort(List<ListedView> items) {}

    @GetMapping("/api/cohorts/{cohortId}/certificates")
    Mono<ResponseEntity<ListOfCohort>> ofCohort(@PathVariable String cohortId, Caller caller) {
        caller.requireCohort(cohortId);
        return certificates
                .ofCohort(cohortId)
                .map(found -> found.stream().map(ListedView::of).toList())
                .map(items -> unstored(new ListOfCohort(items)));
    }

    // ---- anybody's

    record Check(@Nullable String code) {}

    /**
     * @param programme null: it is ERASED, as are the cohort's name and dates
     * @param completedOn by the closing that is in force; null: none is, so is the policy's version
     * @param name null: the student has not consented, or nothing is in force
     */
    record CheckedView(
            State state,
            @Nullable String programme,
            @Nullable String cohortName,
            @Nullable LocalDate startDate,
            @Nullable LocalDate endDate,
            @Nullable LocalDate completedOn,
            @Nullable Integer policyVersion,
            @Nullable String name) {

        static CheckedView of(Checked each) {
            CohortPlan plan = each.plan();
            Completion completion = each.completion();
            return new CheckedView(
                    each.state(),
                    plan == null ? null : plan.programme(),
                    plan == null ? null : plan.name(),
                    plan == null ? null : plan.startDate(),
                    plan == null ? null : plan.endDate(),
                    completion == null ? null : completion.on(),
                    completion == null ? null : completion.policyVersion(),
                    each.name());
        }
    }

    /** The code is in the body, so that no log of addresses has it. */
    @PostMapping("/api/certificates/check")
    Mono<ResponseEntity<CheckedView>> check(@RequestBody Check body) {
        CertificateCode code = body.code() == null ? null : CertificateCode.read(body.code());
        if (code == null) {
            throw new InvalidInput(List.of(FieldError.of("code", "NOT_A_CERTIFICATE_CODE")));
        }
        return certificates.check(code).map(each -> unstored(CheckedView.of(each)));
    }

    private static <T> ResponseEntity<T> unstored(T body) {
        return ResponseEntity.ok().header("Cache-Control", "no-store").body(body);
    }
}
