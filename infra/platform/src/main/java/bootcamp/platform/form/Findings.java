package bootcamp.platform.form;

import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Whatever is wrong with a form, by field; read by one thread. */
public final class Findings {

    private final List<FieldError> errors = new ArrayList<>();

    public void add(String field, String code) {
        errors.add(FieldError.of(field, code));
    }

    /**
     * @throws InvalidInput naming every field that was found wrong
     */
    public void orThrow() {
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
    }

    /** A time on the wall of the zone; where it is none, it is found, and this is any time. */
    public LocalDateTime time(String field, String text, ZoneId zone) {
        return found(field, WallClock.read(text, zone));
    }

    /** The same time of the clock in another zone or on another day; else as {@link #time}. */
    public LocalDateTime moved(String field, LocalDateTime local, ZoneId zone) {
        return found(field, WallClock.in(zone, local, null));
    }

    private LocalDateTime found(String field, WallClock.Reading reading) {
        if (reading.flaw() != null) {
            add(field, reading.flaw());
        }
        return Objects.requireNonNullElse(reading.local(), LocalDateTime.MIN);
    }
}
