package bootcamp.platform.http;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * JSON of requests and answers: unknown fields, other types, repeated keys and trailing bytes are
 * errors; a record component that is not {@code @Nullable} is required; dates are ISO strings.
 */
public final class StrictJson {

    private static final List<CoercionInputShape> NOT_TEXT =
            List.of(
                    CoercionInputShape.Integer,
                    CoercionInputShape.Float,
                    CoercionInputShape.Boolean);

    private StrictJson() {}

    public static JsonMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder();
        configure(builder);
        return builder.build();
    }

    /** For Boot's {@code JsonMapperBuilderCustomizer}. */
    public static void configure(JsonMapper.Builder builder) {
        builder.annotationIntrospector(new NullnessAware())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text ->
                                NOT_TEXT.forEach(
                                        shape -> text.setCoercion(shape, CoercionAction.Fail)))
                .withCoercionConfigDefaults(
                        all ->
                                all.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                                        .setAcceptBlankAsEmpty(false))
                .withCoercionConfig(
                        LogicalType.Enum,
                        one -> one.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .withCoercionConfig(
                        LogicalType.DateTime,
                        one -> {
                            one.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
                        })
                .addModule(
                        new SimpleModule("text-only times")
                                .addDeserializer(
                                        LocalDate.class,
                                        new FromText<>(LocalDate.class, LocalDate::parse))
                                .addDeserializer(
                                        LocalTime.class,
                                        new FromText<>(LocalTime.class, LocalTime::parse))
                                .addDeserializer(
                                        OffsetDateTime.class,
                                        new FromText<>(OffsetDateTime.class, OffsetDateTime::parse))
                                .addDeserializer(
                                        Instant.class,
                                        new FromText<>(
                                                Instant.class,
                                                text -> OffsetDateTime.parse(text).toInstant())));
    }

    /** Reads a time from its ISO text and from nothing else; years have four digits. */
    private static final class FromText<T> extends StdDeserializer<T> {

        private final Function<String, T> parse;

        FromText(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public @Nullable T deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return cast(context.handleUnexpectedToken(getValueType(context), parser));
            }
            String text = parser.getString();
            try {
                if (!text.startsWith("+") && !text.startsWith("-")) {
                    return parse.apply(text);
                }
            } catch (DateTimeException malformed) {
                // Answered below, as a year of more digits is.
            }
            return cast(context.handleWeirdStringValue(handledType(), text, "not an ISO time"));
        }

        @SuppressWarnings("unchecked") // Both calls above answer with this type, or throw.
        private @Nullable T cast(@Nullable Object value) {
            return (T) value;
        }
    }

    /** Reads JSpecify: in a null-marked package what is not nullable is required and not null. */
    private static final class NullnessAware extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            Boolean said = super.hasRequiredMarker(config, member);
            return said == null && isRequired(member) ? Boolean.TRUE : said;
        }

        @Override
        public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
            JsonSetter.Value said = super.findSetterInfo(config, annotated);
            return said.nonDefaultValueNulls() == null && isRequired(annotated)
                    ? said.withValueNulls(Nulls.FAIL)
                    : said;
        }

        private static boolean isRequired(Annotated annotated) {
            return annotated instanceof AnnotatedParameter parameter
                    && parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor
                    && constructor.getDeclaringClass().isRecord()
                    && isNullMarked(constructor.getDeclaringClass())
                    && !isNullable(constructor, parameter.getIndex());
        }

        private static boolean isNullMarked(Class<?> type) {
            return marked(type) || marked(type.getPackage());
        }

        private static boolean marked(AnnotatedElement element) {
            return element.isAnnotationPresent(NullMarked.class);
        }

        private static boolean isNullable(Executable constructor, int index) {
            return constructor.getAnnotatedParameterTypes()[index].isAnnotationPresent(
                    Nullable.class);
        }
    }
}
