package bootcamp.platform.http;

import bootcamp.platform.task.OnDemand;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a replay goes, as it is told over HTTP.
 *
 * @param projection what is made anew
 * @param startedAt null: nobody has asked for it since this process began
 * @param endedAt null: it is not over
 * @param read records read from the topics; null: not known yet
 * @param changed what is different from before: cohorts shown otherwise, or aggregates published
 *     again; null: not known yet
 * @param code why it failed; null: it has not
 * @param detail the same in the reader's language
 */
public record Replay(
        String projection,
        OnDemand.State state,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Long read,
        @Nullable Long changed,
        @Nullable String code,
        @Nullable String detail) {

    /** What a run came to. */
    public record Counted(long read, long changed) {}

    /** Of a failure that no {@link ProblemException} words. */
    private static final String FAILED = "REPLAY_FAILED";

    public static Replay of(
            String projection, OnDemand.Status<Counted> status, Texts texts, Locale language) {
        Counted counted = status.result();
        Throwable failure = status.failure();
        String code =
                failure == null
                        ? null
                        : failure instanceof ProblemException problem ? problem.code() : FAILED;
        return new Replay(
                projection,
                status.state(),
                status.startedAt(),
                status.endedAt(),
                counted == null ? null : counted.read(),
                counted == null ? null : counted.changed(),
                code,
                code == null ? null : texts.get("problem." + code + ".detail", language, Map.of()));
    }
}
