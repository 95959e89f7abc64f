package bootcamp.competition.team;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a team writes down of a submission. It is the team's, and in no event.
 *
 * @param hypothesis what it was to show; null: not said
 * @param change from the one before; null: not said
 * @param result what came of it; null: not said
 * @param next what to try then; null: not said
 * @param validation how good the team found it on data of its own, finite; null: not said
 * @param at when it was written last
 */
record Trial(
        @Nullable String hypothesis,
        @Nullable String change,
        @Nullable String result,
        @Nullable String next,
        @Nullable Double validation,
        Instant at) {

    /** Of each of the four texts. */
    static final int CHARS_MAX = 2_000;
}
