package bootcamp.curriculum.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.fortuna.ical4j.model.ComponentList;
import net.fortuna.ical4j.model.component.Daylight;
import net.fortuna.ical4j.model.component.Observance;
import net.fortuna.ical4j.model.component.Standard;
import net.fortuna.ical4j.model.component.VTimeZone;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.TzId;
import net.fortuna.ical4j.model.property.TzName;
import net.fortuna.ical4j.model.property.TzOffsetFrom;
import net.fortuna.ical4j.model.property.TzOffsetTo;

/**
 * A zone as a calendar carries it ({@code VTIMEZONE}, RFC 5545, 3.6.5): each change of its offset
 * from before the first moment that the calendar speaks of until the last, one by one. They are the
 * rules by which this service reads times, so no phone reads another hour; ical4j would bring rules
 * of its own.
 */
final class CalendarZone {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

    /** In force before a zone's first change, and where there is none. */
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1970, 1, 1, 0, 0);

    private CalendarZone() {}

    static VTimeZone of(ZoneId zone, Instant first, Instant last) {
        ZoneRules rules = zone.getRules();
        List<Observance> observances = new ArrayList<>();
        ZoneOffsetTransition before = rules.previousTransition(first.plusNanos(1));
        observances.add(before == null ? always(zone, first) : observance(zone, before));
        for (ZoneOffsetTransition next = rules.nextTransition(first);
                next != null && !next.getInstant().isAfter(last);
                next = rules.nextTransition(next.getInstant())) {
            observances.add(observance(zone, next));
        }
        VTimeZone described = new VTimeZone(new ComponentList<>(observances));
        described.add(new TzId(zone.getId()));
        return described;
    }

    private static Observance always(ZoneId zone, Instant at) {
        ZoneOffset offset = zone.getRules().getOffset(at);
        return filled(new Standard(), ALWAYS, offset, offset, name(zone, at));
    }

    private static Observance observance(ZoneId zone, ZoneOffsetTransition change) {
        Instant at = change.getInstant();
        return filled(
                zone.getRules().isDaylightSavings(at) ? new Daylight() : new Standard(),
                change.getDateTimeBefore(),
                change.getOffsetBefore(),
                change.getOffsetAfter(),
                name(zone, at));
    }

    private static Observance filled(
            Observance observance,
            LocalDateTime from,
            ZoneOffset before,
            ZoneOffset after,
            String name) {
        observance.add(new DtStart<>(from));
        observance.add(new TzOffsetFrom(before));
        observance.add(new TzOffsetTo(after));
        observance.add(new TzName(name));
        return observance;
    }

    private static String name(ZoneId zone, Instant at) {
        return NAME.format(ZonedDateTime.ofInstant(at, zone));
    }
}
