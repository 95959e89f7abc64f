package bootcamp.platform.http;

import java.lang.reflect.Type;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says of a body that could not be read which field is wrong, and how; never quotes a value. */
final class BadBody {

    private static final String MISSING = "Missing required creator property";

    private BadBody() {}

    static FieldError of(JacksonException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException e -> FieldError.of(path(e), "UNKNOWN_FIELD");
            case InvalidNullException e -> FieldError.of(path(e), "REQUIRED");
            case MismatchedInputException e when isMissing(e) -> FieldError.of(path(e), "REQUIRED");
            case MismatchedInputException e -> wrongType(path(e), e.getTargetType());
            // A number of JSON, and of none of the types that are computed with.
            case InputCoercionException e -> FieldError.of(path(e), "NUMBER_OUT_OF_RANGE");
            case StreamReadException e -> notJson(e);
            default -> FieldError.of(path(failure), "WRONG_TYPE");
        };
    }

    private static boolean isMissing(MismatchedInputException failure) {
        return failure.getOriginalMessage().startsWith(MISSING);
    }

    private static FieldError notJson(StreamReadException failure) {
        var location = failure.getLocation();
        return location == null
                ? FieldError.of("", "NOT_JSON")
                : new FieldError(
                        "",
                        "NOT_JSON_AT",
                        Map.of("line", location.getLineNr(), "column", location.getColumnNr()));
    }

    private static FieldError wrongType(String path, @Nullable Type target) {
        if (target instanceof Class<?> type && type.isEnum()) {
            String allowed =
                    Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
            return new FieldError(path, "NOT_ONE_OF", Map.of("allowed", allowed));
        }
        return FieldError.of(path, target instanceof Class<?> type ? code(type) : "WRONG_TYPE");
    }

    private static String code(Class<?> type) {
        if (type == String.class) {
            return "NOT_A_TEXT";
        }
        if (type == LocalDate.class) {
            return "NOT_A_DATE";
        }
        if (type == LocalTime.class) {
            return "NOT_A_TIME_OF_DAY";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "NOT_A_TIME";
        }
        if (ZoneId.class.isAssignableFrom(type)) {
            return "NOT_A_TIME_ZONE";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "NOT_A_BOOLEAN";
        }
        if (List.of(int.class, long.class, Integer.class, Long.class).contains(type)) {
            return "NOT_A_WHOLE_NUMBER";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "NOT_A_NUMBER";
        }
        return Collection.class.isAssignableFrom(type) || type.isArray()
                ? "NOT_A_LIST"
                : "WRONG_TYPE";
    }

    private static String path(JacksonException failure) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : failure.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        // The name of an unknown field is the client's own text: keep it short.
        return path.length() <= 200 ? path.toString() : path.substring(0, 200);
    }
}
