package bootcamp.enrollment.admission;

import bootcamp.enrollment.admission.AdmissionForm.Choice;
import bootcamp.enrollment.roster.EnrollmentApi;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody sent who wants to take part: personal, so it is kept beside the people and leaves
 * the service in no event. What was asked stays with it, whatever the form becomes.
 *
 * @param phone null: not said
 * @param language of the page it was sent from, {@code ko} or {@code en}
 * @param consent the very text that was agreed to
 * @param forgetOn the day on which it is forgotten if it led to no enrollment
 * @param outcome what came of it; null: not looked at yet, which lasts moments
 */
public record Application(
        String cohortId,
        String applicationId,
        Instant receivedAt,
        String name,
        String email,
        @Nullable String phone,
        String language,
        Words consent,
        List<Answer> answers,
        LocalDate forgetOn,
        @Nullable Outcome outcome) {

    public Application {
        answers = List.copyOf(answers);
    }

    /** As people are recognised by it. */
    String emailAddress() {
        return Objects.requireNonNull(EnrollmentApi.emailOf(email));
    }

    /** As it is known in the database. */
    String id() {
        return cohortId + "/" + applicationId;
    }

    /**
     * A file of an applicant.
     *
     * @param fileId by which an application names it
     * @param contentType by what the file is, whatever it was called
     */
    public record SentFile(String fileId, String contentType, long bytes) {}

    /**
     * One of {@code text}, {@code choice}, {@code number} and {@code file}, by the kind of the
     * item.
     *
     * @param label as it was asked
     */
    public record Answer(
            String itemId,
            Words label,
            @Nullable String text,
            @Nullable Choice choice,
            @Nullable Double number,
            @Nullable SentFile file) {

        Answer with(SentFile sent) {
            return new Answer(itemId, label, text, choice, number, sent);
        }
    }

    /**
     * @param enrollmentId the enrollment that is APPLIED by it; null: there is none
     * @param studentId whose it is; where there is no enrollment, whose e-mail it came by; null:
     *     nobody's who is known
     * @param refusal why nobody could be enrolled by what was said, such as {@code OTHER_NAME} or
     *     {@code ALREADY_ENROLLED}: staff look at it; null: nothing was in the way
     */
    public record Outcome(
            @Nullable String enrollmentId, @Nullable String studentId, @Nullable String refusal) {}

    Application with(Outcome came) {
        return with(answers, came);
    }

    Application with(List<Answer> other) {
        return with(other, outcome);
    }

    private Application with(List<Answer> said, @Nullable Outcome came) {
        return new Application(
                cohortId,
                applicationId,
                receivedAt,
                name,
                email,
                phone,
                language,
                consent,
                said,
                forgetOn,
                came);
    }

    /** Never who it is. */
    @Override
    public String toString() {
        return "Application[" + cohortId + "/" + applicationId + "]";
    }
}
