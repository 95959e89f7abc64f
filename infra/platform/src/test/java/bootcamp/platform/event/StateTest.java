package bootcamp.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.platform.event.Undecodable.Code;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class StateTest {

    private static final State STATE =
            state(
                    """
                    {"text": "NLP", "flag": true, "number": 7, "long": 4000000000, "none": null,
                     "half": 0.5, "day": "2024-02-29", "noDay": "2024-02-30",
                     "time": "2024-03-14T19:00:00+09:00", "zone": "Asia/Seoul",
                     "days": ["MONDAY", "FRIDAY"], "mixed": ["MONDAY", 5],
                     "parts": [{"id": "a"}, {"id": "b"}], "part": {"id": "c"}}
                    """);

    private static State state(String json) {
        return State.of(
                new Event(
                        "Thing",
                        "t",
                        1,
                        1,
                        "shop",
                        Instant.EPOCH,
                        List.of(),
                        JsonMapper.shared().readTree(json),
                        null));
    }

    @Test
    void whatIsThereIsRead() {
        assertThat(STATE.text("text")).isEqualTo("NLP");
        assertThat(STATE.flag("flag")).isTrue();
        assertThat(STATE.number("number")).isEqualTo(7);
        assertThat(STATE.longNumber("long")).isEqualTo(4_000_000_000L);
        assertThat(STATE.day("day")).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(STATE.time("time")).isEqualTo(OffsetDateTime.parse("2024-03-14T19:00:00+09:00"));
        assertThat(STATE.zone("zone")).isEqualTo(ZoneId.of("Asia/Seoul"));
        assertThat(STATE.texts("days")).containsExactly("MONDAY", "FRIDAY");
        assertThat(STATE.eachParsed("days", DayOfWeek::valueOf))
                .containsExactly(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
        assertThat(STATE.list("parts").stream().map(part -> part.text("id")))
                .containsExactly("a", "b");
        assertThat(STATE.part("part").text("id")).isEqualTo("c");
    }

    @Test
    void whatMayBeMissingIsNone() {
        assertThat(STATE.has("none")).isFalse();
        assertThat(STATE.has("other")).isFalse();
        assertThat(STATE.isTrue("other")).isFalse();
        assertThat(STATE.listIfAny("other")).isEmpty();
        assertThat(STATE.textsIfAny("none")).isEmpty();
        assertThat(STATE.timeIfAny("other")).isNull();
        assertThat(STATE.dayOrNull("none")).isNull();
        assertThat(STATE.numberOrNull("none")).isNull();
    }

    private static Arguments wrong(String field, Function<State, @Nullable Object> read) {
        return Arguments.of(field, read);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong("number", state -> state.text("number")),
                wrong("other", state -> state.text("other")),
                wrong("text", state -> state.flag("text")),
                wrong("half", state -> state.number("half")),
                wrong("long", state -> state.number("long")),
                wrong("half", state -> state.longNumber("half")),
                wrong("noDay", state -> state.day("noDay")),
                wrong("other", state -> state.dayOrNull("other")),
                wrong("other", state -> state.numberOrNull("other")),
                wrong("text", state -> state.time("text")),
                wrong("text", state -> state.timeIfAny("text")),
                wrong("text", state -> state.zone("text")),
                wrong("text", state -> state.list("text")),
                wrong("text", state -> state.listIfAny("text")),
                wrong("none", state -> state.texts("none")),
                wrong("mixed", state -> state.texts("mixed")),
                wrong("days", state -> state.eachParsed("days", LocalDate::parse)),
                wrong("text", state -> state.parsed("text", DayOfWeek::valueOf)),
                wrong("id", state -> state.part("other").text("id")),
                wrong("value", _ -> State.present(null, "value")),
                wrong("value", _ -> State.parsed(null, "value", LocalDate::parse)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatDoesNotFitIsNamed(String field, Function<State, @Nullable Object> read) {
        assertThatThrownBy(() -> read.apply(STATE))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.STATE_DOES_NOT_FIT);
                            assertThat(e.reason()).isEqualTo(field);
                        });
    }
}
