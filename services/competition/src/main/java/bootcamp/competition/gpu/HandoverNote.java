package bootcamp.competition.gpu;

import java.time.Instant;

/**
 * What a team leaves for the next on its GPU: plain text, at most {@value #CHARS_MAX} characters.
 *
 * @param at when it was written last, to the millisecond
 */
record HandoverNote(String text, Instant at) {

    static final int CHARS_MAX = 500;
}
