package bootcamp.curriculum.notes;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What staff wrote about a lecture.
 *
 * @param text Markdown; empty: nothing
 * @param recordingUrl by https, and never fetched; null: there is none
 * @param version 0: nobody has written any
 * @param at null: nobody has written any
 */
record LectureNotes(
        String lectureId,
        String text,
        @Nullable String recordingUrl,
        long version,
        @Nullable Instant at) {

    static LectureNotes none(String lectureId) {
        return new LectureNotes(lectureId, "", null, 0, null);
    }

    boolean says(String otherText, @Nullable String otherUrl) {
        return text.equals(otherText) && Objects.equals(recordingUrl, otherUrl);
    }
}
