package bootcamp.enrollment.admission;

import bootcamp.enrollment.roster.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What staff decided of an application, and what the applicant is told of it.
 *
 * @param decision one of {@link #KINDS}
 * @param on the day from which it holds
 * @param by a user name
 * @param letter null: the applicant is told in another way
 */
record Decision(Status decision, LocalDate on, String by, Instant at, @Nullable Letter letter) {

    static final List<Status> KINDS = List.of(Status.SELECTED, Status.WAITING, Status.REJECTED);

    /** A letter that could not be sent for so long is not sent any more: it would confuse. */
    static final Duration LETTER_LIFE = Duration.ofDays(14);

    /**
     * @param cohort its name when it was decided
     * @param state {@link State#QUEUED} until something came of it
     * @param sentAt null: it was not
     * @param tries how often it was in vain, from 0
     * @param notBefore it is not tried before; null: at once
     */
    record Letter(
            Words subject,
            Words text,
            String cohort,
            State state,
            @Nullable Instant sentAt,
            int tries,
            @Nullable Instant notBefore) {

        Letter sent(Instant at) {
            return new Letter(subject, text, cohort, State.SENT, at, tries, null);
        }

        Letter notSent() {
            return new Letter(subject, text, cohort, State.NOT_SENT, null, tries, null);
        }

        Letter postponed(Instant until) {
            return new Letter(subject, text, cohort, State.QUEUED, null, tries + 1, until);
        }

        /** As the applicant reads it. */
        String subjectTo(Application application) {
            return filled(subject.in(application.language()), application);
        }

        /** As the applicant reads it. */
        String textTo(Application application) {
            return filled(text.in(application.language()), application);
        }

        private String filled(String template, Application application) {
            Map<String, String> words = Map.of("name", application.name(), "cohort", cohort);
            // Once over the template: what a name says is never taken for a placeholder.
            return PLACEHOLDER
                    .matcher(template)
                    .replaceAll(
                            match ->
                                    Matcher.quoteReplacement(
                                            words.getOrDefault(match.group(1), match.group())
                                                    .replaceAll(LINE_BREAKS, " ")));
        }
    }

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final List<String> KNOWN = List.of("name", "cohort");
    private static final String LINE_BREAKS = "[\\p{Cntrl}\\u2028\\u2029]+";

    /** What a template has in braces and nobody can fill in. */
    static Stream<String> unknownPlaceholders(String template) {
        return PLACEHOLDER
                .matcher(template)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !KNOWN.contains(name));
    }

    /** What became of a letter. */
    enum State {
        QUEUED,
        SENT,
        /** To an address that is none, for too long in vain, or overtaken by another decision. */
        NOT_SENT,
        /** It waits for a mail server to be configured. Shown, never kept. */
        NO_MAIL
    }

    /** Whether it says nothing that this one has not said: a letter of a decision goes once. */
    boolean covers(Decision next) {
        return decision == next.decision
                && (next.letter == null || letter != null && letter.state != State.NOT_SENT);
    }

    Decision with(Letter other) {
        return new Decision(decision, on, by, at, other);
    }

    boolean waits() {
        return letter != null && letter.state == State.QUEUED;
    }

    Instant letterUntil() {
        return at.plus(LETTER_LIFE);
    }
}
