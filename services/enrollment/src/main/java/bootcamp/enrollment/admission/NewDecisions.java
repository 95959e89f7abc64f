package bootcamp.enrollment.admission;

import bootcamp.enrollment.admission.Decision.Letter;
import bootcamp.enrollment.admission.Decision.State;
import bootcamp.enrollment.roster.Status;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One decision about several applications.
 *
 * @param applicationIds 1 to {@value #AT_ONCE_MAX}, each once
 * @param letter null: applicants are told in another way
 */
record NewDecisions(
        List<String> applicationIds, Status decision, LocalDate on, @Nullable Template letter) {

    static final int AT_ONCE_MAX = 200;
    static final int SUBJECT_CHARS_MAX = 200;
    static final int TEXT_CHARS_MAX = 4_000;

    /** {@code {name}} and {@code {cohort}} are filled in for each applicant. */
    record Template(Words subject, Words text) {}

    /**
     * @throws InvalidInput naming every field that is wrong
     */
    void require() {
        Checks checks =
                InvalidInput.checking()
                        .range("applicationIds.length", applicationIds.size(), 1, AT_ONCE_MAX)
                        .that(
                                new HashSet<>(applicationIds).size() == applicationIds.size(),
                                "applicationIds",
                                "DUPLICATE")
                        .that(
                                Decision.KINDS.contains(decision),
                                "decision",
                                "NOT_ONE_OF",
                                Map.of("allowed", Decision.KINDS));
        if (letter != null) {
            require(checks, letter.subject(), "letter.subject", true);
            require(checks, letter.text(), "letter.text", false);
        }
        checks.orThrow();
    }

    private static void require(Checks checks, Words words, String field, boolean isLine) {
        require(checks, words.ko(), field + ".ko", isLine);
        require(checks, words.en(), field + ".en", isLine);
    }

    private static void require(Checks checks, String text, String field, boolean isLine) {
        if (isLine) {
            checks.line(field, text, SUBJECT_CHARS_MAX);
        } else {
            checks.text(field, text, TEXT_CHARS_MAX);
        }
        checks.that(
                Decision.unknownPlaceholders(text).findAny().isEmpty(),
                field,
                "UNKNOWN_PLACEHOLDER");
    }

    /**
     * @param cohort its name
     */
    Decision decision(String cohort, String by, Instant at) {
        return new Decision(
                decision,
                on,
                by,
                at,
                letter == null
                        ? null
                        : new Letter(
                                letter.subject(),
                                letter.text(),
                                cohort,
                                State.QUEUED,
                                null,
                                0,
                                null));
    }
}
