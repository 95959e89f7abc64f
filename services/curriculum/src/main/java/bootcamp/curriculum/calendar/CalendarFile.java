package bootcamp.curriculum.calendar;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.ComponentList;
import net.fortuna.ical4j.model.ParameterList;
import net.fortuna.ical4j.model.PropertyList;
import net.fortuna.ical4j.model.TimeZoneRegistry;
import net.fortuna.ical4j.model.component.CalendarComponent;
import net.fortuna.ical4j.model.component.VAlarm;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.parameter.Related;
import net.fortuna.ical4j.model.parameter.TzId;
import net.fortuna.ical4j.model.property.Action;
import net.fortuna.ical4j.model.property.DateProperty;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.Location;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Status;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Trigger;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.XProperty;
import net.fortuna.ical4j.model.property.immutable.ImmutableAction;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/**
 * A calendar as a file: RFC 5545 in UTF-8. The same entries give the same bytes, so that an entity
 * tag names one content only.
 *
 * <p>ical4j makes and escapes the lines. They are folded here: it counts characters, where the RFC
 * counts octets, and it cuts characters of four octets in two.
 */
public final class CalendarFile {

    private static final String PRODUCT = "-//Bootcamp//Calendar//EN";

    /** Octets of a line without its end (RFC 5545, 3.1). */
    static final int LINE_OCTETS_MAX = 75;

    private CalendarFile() {}

    /**
     * A time in which a calendar's zone is described though nothing is in it, so that no calendar
     * is empty: one without a component is none.
     */
    public record Span(ZoneId zone, Instant first, Instant last) {

        private Span joined(Span other) {
            return new Span(
                    zone,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    /**
     * @param name as programs show it in their list of calendars
     * @param spans at least one
     * @param entries in any order
     */
    public static byte[] of(String name, List<Span> spans, List<CalendarEntry> entries) {
        ComponentList<CalendarComponent> components =
                new ComponentList<>(components(spans, entries));
        Calendar calendar =
                new Calendar(
                        new PropertyList(
                                List.of(
                                        new ProdId(PRODUCT),
                                        ImmutableVersion.VERSION_2_0,
                                        new XProperty("X-WR-CALNAME", name),
                                        new XProperty("X-PUBLISHED-TTL", "PT1H"))),
                        components);
        return folded(calendar.toString()).getBytes(StandardCharsets.UTF_8);
    }

    private static List<CalendarComponent> components(
            List<Span> spans, List<CalendarEntry> entries) {
        Map<String, Span> byZone = new HashMap<>();
        spans.forEach(span -> byZone.merge(span.zone().getId(), span, Span::joined));
        entries.forEach(
                entry ->
                        byZone.merge(
                                entry.starts().getZone().getId(),
                                new Span(
                                        entry.starts().getZone(),
                                        entry.starts().toInstant(),
                                        entry.ends().toInstant()),
                                Span::joined));
        List<CalendarComponent> components = new ArrayList<>();
        byZone.values().stream()
                .sorted(Comparator.comparing(span -> span.zone().getId()))
                .map(span -> CalendarZone.of(span.zone(), span.first(), span.last()))
                .forEach(components::add);
        entries.stream()
                .sorted(
                        Comparator.comparing((CalendarEntry entry) -> entry.starts().toInstant())
                                .thenComparing(CalendarEntry::uid))
                .map(CalendarFile::event)
                .forEach(components::add);
        return components;
    }

    private static VEvent event(CalendarEntry entry) {
        VEvent event = new VEvent(false);
        event.add(new Uid(entry.uid()));
        event.add(new DtStamp(entry.revisedAt()));
        event.add(new Sequence(Math.toIntExact(entry.sequence())));
        if (comesTwice(entry.starts()) || comesTwice(entry.ends())) {
            event.add(new DtStart<>(entry.starts().toInstant()));
            event.add(new DtEnd<>(entry.ends().toInstant()));
        } else {
            event.add(inItsZone(new DtStart<>(entry.starts()), entry.starts().getZone()));
            event.add(inItsZone(new DtEnd<>(entry.ends()), entry.ends().getZone()));
        }
        event.add(new Summary(entry.title()));
        if (entry.place() != null) {
            event.add(new Location(entry.place()));
        }
        if (entry.about() != null) {
            event.add(new Description(entry.about()));
        }
        event.add(new Status(entry.state().name()));
        if (entry.state() != CalendarEntry.State.CANCELLED) {
            event.add(alarm(entry));
        }
        return event;
    }

    private static <P extends DateProperty<?>> P inItsZone(P time, ZoneId zone) {
        time.replace(new KnownZone(zone));
        return time;
    }

    /** The library looks among all zones there are for each time that it writes. */
    private static final class KnownZone extends TzId {

        private final ZoneId zone;

        KnownZone(ZoneId zone) {
            super(zone.getId());
            this.zone = zone;
        }

        @Override
        public ZoneId toZoneId(TimeZoneRegistry others) {
            return zone;
        }
    }

    /**
     * Whether the clock on the wall shows this time twice, as when summer ends. It means the first
     * (RFC 5545, 3.3.5), but not all programs know that: so it is written as a moment.
     */
    private static boolean comesTwice(ZonedDateTime time) {
        return time.getZone().getRules().getValidOffsets(time.toLocalDateTime()).size() > 1;
    }

    private static VAlarm alarm(CalendarEntry entry) {
        VAlarm alarm = new VAlarm();
        alarm.add(
                new Trigger(
                        new ParameterList(List.of(Related.START)), entry.alarmBefore().negated()));
        alarm.add(new Action(ImmutableAction.VALUE_DISPLAY));
        alarm.add(new Description(entry.title()));
        return alarm;
    }

    // ---- lines

    /** Each line in parts of at most 75 octets, cut between characters. */
    static String folded(String lines) {
        StringBuilder folded = new StringBuilder(lines.length() + lines.length() / 16);
        int octets = 0;
        for (int at = 0; at < lines.length(); ) {
            int character = lines.codePointAt(at);
            boolean ends = character == '\r' || character == '\n';
            int length = ends ? 0 : octets(character);
            if (octets + length > LINE_OCTETS_MAX) {
                folded.append("\r\n ");
                octets = 1;
            }
            folded.appendCodePoint(character);
            octets = ends ? 0 : octets + length;
            at += Character.charCount(character);
        }
        return folded.toString();
    }

    private static int octets(int character) {
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < 0x10000 ? 3 : 4;
    }
}
