package bootcamp.curriculum.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import bootcamp.curriculum.calendar.CalendarEntry.State;
import bootcamp.curriculum.calendar.CalendarFile.Span;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Property;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of a calendar, read by two parsers that know nothing of each other. */
class CalendarFileTest {

    private static final Instant REVISED = Instant.parse("2024-03-01T01:02:03Z");
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final Span COURSE =
            new Span(
                    SEOUL,
                    Instant.parse("2024-01-01T15:00:00Z"),
                    Instant.parse("2024-07-31T15:00:00Z"));

    private static CalendarEntry entry(String title, State state) {
        return entry(title, "Room 4", "2024-03-14T09:00", SEOUL, state);
    }

    private static CalendarEntry entry(
            String title, @Nullable String place, String starts, ZoneId zone, State state) {
        LocalDateTime from = LocalDateTime.parse(starts);
        return new CalendarEntry(
                "session-1@bootcamp",
                4,
                REVISED,
                title,
                place,
                "Statistics\nMaren Thornby",
                ZonedDateTime.of(from, zone),
                ZonedDateTime.of(from.plusHours(2), zone),
                state,
                Duration.ofMinutes(15));
    }

    private static String text(CalendarEntry... entries) {
        return new String(
                CalendarFile.of("Bootcamp ai-lab-3", List.of(COURSE), List.of(entries)),
                StandardCharsets.UTF_8);
    }

    /** Fails where ical4j's strict rules find anything. */
    private static Calendar validated(String text) {
        try {
            Calendar calendar = new CalendarBuilder().build(new StringReader(text));
            assertThat(calendar.validate(true).getEntries()).isEmpty();
            return calendar;
        } catch (IOException | ParserException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Of the only event, as ical4j reads it; null: there is none. */
    private static @Nullable String read(String text, String property) {
        Component event = validated(text).getComponents("VEVENT").getFirst();
        return event.getProperty(property).map(Property::getValue).orElse(null);
    }

    /** The only event, as biweekly reads it. */
    private static VEvent other(String text) {
        ICalendar calendar = Biweekly.parse(text).first();
        assertThat(calendar.validate(biweekly.ICalVersion.V2_0).isEmpty())
                .as(calendar.validate(biweekly.ICalVersion.V2_0).toString())
                .isTrue();
        assertThat(calendar.getEvents()).hasSize(1);
        return calendar.getEvents().getFirst();
    }

    @Test
    void bothParsersReadWhatWasWritten() {
        String text = text(entry("Gradients", State.CONFIRMED));

        assertThat(read(text, "UID")).isEqualTo("session-1@bootcamp");
        assertThat(read(text, "SEQUENCE")).isEqualTo("4");
        assertThat(read(text, "DTSTAMP")).isEqualTo("20240301T010203Z");
        assertThat(read(text, "DESCRIPTION")).isEqualTo("Statistics\nMaren Thornby");
        VEvent event = other(text);
        assertThat(event.getUid().getValue()).isEqualTo("session-1@bootcamp");
        assertThat(event.getSequence().getValue()).isEqualTo(4);
        assertThat(event.getDateTimeStamp().getValue()).isEqualTo(REVISED);
        assertThat(event.getSummary().getValue()).isEqualTo("Gradients");
        assertThat(event.getLocation().getValue()).isEqualTo("Room 4");
        assertThat(event.getDescription().getValue()).isEqualTo("Statistics\nMaren Thornby");
        assertThat(event.getStatus().isConfirmed()).isTrue();
        assertThat(event.getAlarms()).hasSize(1);
        assertThat(event.getAlarms().getFirst().getTrigger().getDuration().toString())
                .isEqualTo("-PT15M");
        assertThat(text).startsWith("BEGIN:VCALENDAR\r\n").endsWith("END:VCALENDAR\r\n");
    }

    @Test
    void whatWasCancelledSaysSoAndRingsNoMore() {
        VEvent cancelled = other(text(entry("Gradients", State.CANCELLED)));

        assertThat(cancelled.getStatus().isCancelled()).isTrue();
        assertThat(cancelled.getAlarms()).isEmpty();
        assertThat(other(text(entry("Gradients", State.TENTATIVE))).getStatus().isTentative())
                .isTrue();
    }

    @Test
    void aCalendarWithNothingInItIsOne() {
        assertThat(validated(text()).getComponents("VTIMEZONE")).hasSize(1);
        assertThat(Biweekly.parse(text()).first().getEvents()).isEmpty();
    }

    @Test
    void theSameEntriesInAnotherOrderAreTheSameBytes() {
        CalendarEntry one = entry("Gradients", State.CONFIRMED);
        CalendarEntry other =
                entry(
                        "Trees",
                        null,
                        "2024-03-12T09:00",
                        ZoneId.of("Europe/Berlin"),
                        State.CONFIRMED);

        assertThat(text(one, other)).isEqualTo(text(other, one));
    }

    // ---- zones

    /**
     * On both sides of a change, on the day of it, where there is none, and half an hour's. (At
     * nine o'clock of that very day in St. John's biweekly itself is an hour off, and right before
     * and after; {@link #theObservancesGiveTheOffsetOfEveryHour} has every hour.)
     */
    @ParameterizedTest
    @CsvSource({
        "Asia/Seoul, 2024-03-14T09:00",
        "Europe/Berlin, 2024-03-29T09:00",
        "Europe/Berlin, 2024-03-31T09:00",
        "Europe/Berlin, 2024-10-26T09:00",
        "Europe/Berlin, 2024-10-27T02:30",
        "Europe/Berlin, 2024-10-27T03:00",
        "America/New_York, 2024-03-10T03:00",
        "America/New_York, 2024-11-03T01:30",
        "Australia/Lord_Howe, 2024-04-07T01:45",
        "Asia/Kathmandu, 2024-03-14T09:00",
        "America/St_Johns, 2024-03-10T06:00",
        "America/St_Johns, 2024-03-11T09:00",
        "Europe/Dublin, 2024-01-10T09:00",
        "UTC, 2024-03-14T09:00",
    })
    void noParserReadsAnotherMomentThanWasMeant(String zone, String starts) {
        CalendarEntry entry = entry("Gradients", null, starts, ZoneId.of(zone), State.CONFIRMED);

        String text = text(entry);

        validated(text);
        VEvent event = other(text);
        assertThat(event.getDateStart().getValue().toInstant())
                .isEqualTo(entry.starts().toInstant());
        assertThat(event.getDateEnd().getValue().toInstant()).isEqualTo(entry.ends().toInstant());
        assertThat(text).contains("TZID:" + zone + "\r\n");
    }

    /** Every hour of two years, by the observances alone: what a phone without rules would do. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "Asia/Seoul",
        "UTC"
    })
    void theObservancesGiveTheOffsetOfEveryHour(String id) {
        ZoneId zone = ZoneId.of(id);
        Instant first = Instant.parse("2023-01-01T00:00:00Z");
        Instant last = Instant.parse("2025-01-01T00:00:00Z");
        var observances = CalendarZone.of(zone, first, last).getObservances();

        Stream.iterate(first, at -> !at.isAfter(last), at -> at.plus(Duration.ofHours(1)))
                .forEach(
                        at -> {
                            var inForce =
                                    observances.stream()
                                            .filter(each -> !begins(each).isAfter(at))
                                            .max(
                                                    java.util.Comparator.comparing(
                                                            CalendarFileTest::begins))
                                            .orElseThrow();
                            assertThat(offset(inForce, "TZOFFSETTO"))
                                    .as("%s %s", id, at)
                                    .isEqualTo(zone.getRules().getOffset(at));
                        });
    }

    private static Instant begins(net.fortuna.ical4j.model.component.Observance observance) {
        net.fortuna.ical4j.model.property.DtStart<LocalDateTime> starts =
                observance.getRequiredProperty("DTSTART");
        return starts.getDate().toInstant(offset(observance, "TZOFFSETFROM"));
    }

    private static java.time.ZoneOffset offset(
            net.fortuna.ical4j.model.component.Observance observance, String property) {
        String value = observance.getRequiredProperty(property).getValue();
        return java.time.ZoneOffset.of(value.substring(0, 3) + ":" + value.substring(3, 5));
    }

    // ---- texts

    @ParameterizedTest
    @CsvSource({
        "'a, b; c \\ d: \"e\"'",
        "'<b>bold</b> & <script>'",
        "'line one\nBEGIN:VEVENT\nline two'",
        "'딥러닝 기초와 그래디언트, 그리고 경사하강법을 처음부터 끝까지 함께 손으로 따라가 보는 시간'",
        "'🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄'",
        "'שלום עולם مرحبا بالعالم'",
        "'=cmd\tand a tab'",
    })
    void textsComeBackAsTheyWere(String title) {
        String text = text(entry(title, title, "2024-03-14T09:00", SEOUL, State.CONFIRMED));

        assertThat(read(text, "SUMMARY")).isEqualTo(title);
        assertThat(other(text).getSummary().getValue()).isEqualTo(title);
        assertThat(other(text).getLocation().getValue()).isEqualTo(title);
        linesAreShort(text);
    }

    private static void linesAreShort(String text) {
        assertThat(text.split("\r\n", -1))
                .allSatisfy(
                        line -> {
                            assertThat(line.getBytes(StandardCharsets.UTF_8).length)
                                    .as(line)
                                    .isLessThanOrEqualTo(CalendarFile.LINE_OCTETS_MAX);
                            assertThat(line).doesNotContain("\n", "\r", "�");
                        });
    }

    /** Without blanks at the ends, as forms take titles. */
    @Provide
    static Arbitrary<String> titles() {
        return Arbitraries.strings()
                .withChars(',', ';', ':', '\\', '"', '\n', ' ', '\t', 'n', 'N', 'a', '한', 'ß')
                .withCharRange('א', 'ת')
                .ofMinLength(1)
                .ofMaxLength(200)
                .map(text -> text.replace("a", "🦄").strip())
                .filter(text -> !text.isEmpty());
    }

    @net.jqwik.api.Property(tries = 200)
    void whateverIsWrittenIsReadByBoth(@ForAll("titles") String title) {
        String text = text(entry(title, State.CONFIRMED));

        assertThat(other(text).getSummary().getValue()).isEqualTo(title);
        linesAreShort(text);
        // What ical4j itself reads wrong: it takes a backslash and a line's end for each other.
        if (!title.contains("\\\n")) {
            assertThat(read(text, "SUMMARY")).isEqualTo(title);
        }
    }

    /** A locale of the machine that writes digits of its own must not get into the file. */
    @Test
    void theMachinesLanguageIsNotInIt() {
        String expected = text(entry("Gradients", State.CONFIRMED));
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(text(entry("Gradients", State.CONFIRMED))).isEqualTo(expected);
        } finally {
            Locale.setDefault(before);
        }
    }
}
