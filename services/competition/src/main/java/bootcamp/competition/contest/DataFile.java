package bootcamp.competition.contest;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A file for the students.
 *
 * @param name as {@link #NAME}
 * @param sha256 of the file, in hex
 */
public record DataFile(String name, String fileId, long bytes, String sha256, Instant at) {

    /** No path, and nothing that a shell or a header would read otherwise. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    /** Of one file: 200 MB. */
    public static final long BYTES_MAX = 200_000_000;
}
