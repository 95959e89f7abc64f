package bootcamp.curriculum.attendance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a student stamped on a day, by the service's clock.
 *
 * @param in null: not stamped; so of the others
 */
public record Stamps(
        @Nullable Instant in,
        @Nullable Instant out,
        @Nullable Instant outing,
        @Nullable Instant back) {

    static final Stamps NONE = new Stamps(null, null, null, null);

    @Nullable Instant at(StampKind kind) {
        return switch (kind) {
            case IN -> in;
            case OUT -> out;
            case OUTING -> outing;
            case BACK -> back;
        };
    }

    Stamps with(StampKind kind, Instant at) {
        return switch (kind) {
            case IN -> new Stamps(at, out, outing, back);
            case OUT -> new Stamps(in, at, outing, back);
            case OUTING -> new Stamps(in, out, at, back);
            case BACK -> new Stamps(in, out, outing, at);
        };
    }
}
