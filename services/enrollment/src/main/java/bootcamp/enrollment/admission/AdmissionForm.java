package bootcamp.enrollment.admission;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What staff ask of those who apply for a cohort.
 *
 * @param opensOn the first day on which somebody can apply, in the cohort's zone; null: at once
 * @param closesOn the last such day; null: until the form or the cohort is closed
 * @param items in the order in which they are asked; name and e-mail are always asked and are none
 * @param consent what applicants agree to, shown in full before they send anything
 * @param forgetAfterDays who is not enrolled is forgotten so many days after the cohort's start, or
 *     after having applied where that is later
 */
record AdmissionForm(
        @Nullable LocalDate opensOn,
        @Nullable LocalDate closesOn,
        List<Item> items,
        Words consent,
        int forgetAfterDays) {

    static final int ITEMS_MAX = 40;
    static final int CHOICES_MIN = 2;
    static final int CHOICES_MAX = 30;
    static final int LABEL_CHARS_MAX = 300;
    static final int CONSENT_CHARS_MAX = 4_000;
    static final int TEXT_CHARS_MAX = 4_000;

    /** Each is up to 5 MiB, and anybody can send it. */
    static final int FILES_MAX = 3;

    static final int FORGET_DAYS_MIN = 1;
    static final int FORGET_DAYS_MAX = 730;

    /** Where nobody has said yet what is asked: a beginning to be filled in. */
    static final AdmissionForm EMPTY =
            new AdmissionForm(null, null, List.of(), new Words("", ""), 180);

    AdmissionForm {
        items = List.copyOf(items);
    }

    enum Kind {
        TEXT,
        CHOICE,
        NUMBER,
        /** A PDF or a picture. */
        FILE
    }

    /**
     * @param choiceId what is kept of an answer
     */
    record Choice(String choiceId, Words label) {}

    /**
     * One thing that is asked.
     *
     * @param itemId what an answer names it by
     * @param hint null: none
     * @param charsMax of a TEXT; null: {@value #TEXT_CHARS_MAX}, and for other kinds
     * @param choices of a CHOICE; null for other kinds
     * @param min of a NUMBER, included; null: any
     * @param max of a NUMBER, included; null: any
     */
    record Item(
            String itemId,
            Kind kind,
            Words label,
            @Nullable Words hint,
            boolean required,
            @Nullable Integer charsMax,
            @Nullable List<Choice> choices,
            @Nullable Double min,
            @Nullable Double max) {

        Item {
            choices = choices == null ? null : List.copyOf(choices);
        }

        int charsAllowed() {
            return Objects.requireNonNullElse(charsMax, TEXT_CHARS_MAX);
        }

        List<Choice> offered() {
            return Objects.requireNonNullElse(choices, List.of());
        }
    }

    /** Whether somebody can apply on a day of the cohort's zone. */
    boolean isOpenOn(LocalDate day) {
        return (opensOn == null || !day.isBefore(opensOn))
                && (closesOn == null || !day.isAfter(closesOn));
    }

    /** When an application that leads to no enrollment is forgotten. */
    LocalDate forgetOn(LocalDate receivedOn, LocalDate cohortStart) {
        LocalDate from = receivedOn.isAfter(cohortStart) ? receivedOn : cohortStart;
        return from.plusDays(forgetAfterDays);
    }
}
