package bootcamp.platform.event;

import bootcamp.platform.event.Undecodable.Code;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a reader takes from the public state of an event, or from a part of it. What is not there,
 * or is of another kind, makes the event one that this reader does not understand: it is parked
 * ({@link Code#STATE_DOES_NOT_FIT}), and the reason names the field. What a field is called that is
 * not asked for, and whatever else is in the state, does not matter.
 */
public final class State {

    private final JsonNode node;

    private State(JsonNode node) {
        this.node = node;
    }

    public static State of(Event event) {
        return new State(event.state());
    }

    // ---- parts

    /** The field as a state of its own; where it is not there, nothing is in it. */
    public State part(String field) {
        return new State(node.path(field));
    }

    /**
     * @throws Undecodable where the field is no list
     */
    public List<State> list(String field) {
        return nodes(field).stream().map(State::new).toList();
    }

    /** As above; empty where the field is not there or null, as one that came later than others. */
    public List<State> listIfAny(String field) {
        return has(field) ? list(field) : List.of();
    }

    private List<JsonNode> nodes(String field) {
        if (!node.path(field).isArray()) {
            throw doesNotFit(field);
        }
        return node.path(field).valueStream().toList();
    }

    /** The names of its fields, in no order; none where it is no object. */
    public List<String> names() {
        return List.copyOf(node.propertyNames());
    }

    // ---- values

    /** Whether the field is there and not null. */
    public boolean has(String field) {
        return !node.path(field).isMissingNode() && !node.path(field).isNull();
    }

    /**
     * @throws Undecodable where the field is no text
     */
    public String text(String field) {
        return text(node.path(field), field);
    }

    private static String text(JsonNode value, String field) {
        if (!value.isString()) {
            throw doesNotFit(field);
        }
        return value.stringValue();
    }

    /**
     * @throws Undecodable where the field is no list, or holds something else than texts
     */
    public List<String> texts(String field) {
        return nodes(field).stream().map(each -> text(each, field)).toList();
    }

    /** As above; empty where the field is not there or null, as one that came later than others. */
    public List<String> textsIfAny(String field) {
        return has(field) ? texts(field) : List.of();
    }

    /**
     * @throws Undecodable where the field is neither true nor false
     */
    public boolean flag(String field) {
        if (!node.path(field).isBoolean()) {
            throw doesNotFit(field);
        }
        return node.path(field).booleanValue();
    }

    /** Whether the field says true: not where it is not there. */
    public boolean isTrue(String field) {
        return node.path(field).asBoolean(false);
    }

    /**
     * @throws Undecodable where the field is no whole number that fits
     */
    public int number(String field) {
        if (!node.path(field).isInt()) {
            throw doesNotFit(field);
        }
        return node.path(field).intValue();
    }

    /** Null where the field says so; one that is not there does not fit. */
    public @Nullable Integer numberOrNull(String field) {
        return node.path(field).isNull() ? null : number(field);
    }

    /**
     * @throws Undecodable where the field is no number
     */
    public double decimal(String field) {
        if (!node.path(field).isNumber()) {
            throw doesNotFit(field);
        }
        return node.path(field).doubleValue();
    }

    /** As {@link #number}, of one that may be larger: a version, say. */
    public long longNumber(String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw doesNotFit(field);
        }
        return value.longValue();
    }

    /**
     * @throws Undecodable where the field is no text, or {@code parse} cannot make a value of it,
     *     which it says by a {@link DateTimeException} or an {@link IllegalArgumentException}
     */
    public <T> T parsed(String field, Function<String, T> parse) {
        return parsed(text(field), field, parse);
    }

    /** As above, of each text in a list. */
    public <T> List<T> eachParsed(String field, Function<String, T> parse) {
        return texts(field).stream().map(each -> parsed(each, field, parse)).toList();
    }

    /** As above, of a value that was read already; null is none. */
    public static <T> T parsed(@Nullable String text, String field, Function<String, T> parse) {
        try {
            return parse.apply(present(text, field));
        } catch (DateTimeException | IllegalArgumentException notOne) {
            throw doesNotFit(field);
        }
    }

    public LocalDate day(String field) {
        return parsed(field, LocalDate::parse);
    }

    /** Null where the field says so; one that is not there does not fit. */
    public @Nullable LocalDate dayOrNull(String field) {
        return node.path(field).isNull() ? null : day(field);
    }

    public OffsetDateTime time(String field) {
        return parsed(field, OffsetDateTime::parse);
    }

    /** Null where the field is not there or null, as one that came later than others. */
    public @Nullable OffsetDateTime timeIfAny(String field) {
        return has(field) ? time(field) : null;
    }

    public ZoneId zone(String field) {
        return parsed(field, ZoneId::of);
    }

    // ---- values that were read already

    /**
     * @throws Undecodable where there is none
     */
    public static <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw doesNotFit(field);
        }
        return value;
    }

    /** What a reader throws that finds something else wrong with a field. */
    public static Undecodable doesNotFit(String field) {
        return new Undecodable(Code.STATE_DOES_NOT_FIT, field);
    }
}
