package bootcamp.curriculum;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.LectureEdited;
import bootcamp.curriculum.CurriculumEvent.OfLecture;
import bootcamp.curriculum.CurriculumEvent.OfSheet;
import bootcamp.curriculum.CurriculumEvent.QueueLeft;
import bootcamp.curriculum.CurriculumEvent.SeatGivenUp;
import bootcamp.curriculum.CurriculumEvent.SeatOffered;
import bootcamp.curriculum.CurriculumEvent.SeatTaken;
import bootcamp.curriculum.CurriculumEvent.StudentQueued;
import bootcamp.curriculum.CurriculumEvent.StudentStamped;
import bootcamp.curriculum.attendance.AttendanceRefusal.StampTooEarly;
import bootcamp.curriculum.attendance.DayPolicy;
import bootcamp.curriculum.attendance.Sheet;
import bootcamp.curriculum.attendance.SheetCommand;
import bootcamp.curriculum.attendance.SheetCommand.TakeStamp;
import bootcamp.curriculum.attendance.StampHours;
import bootcamp.curriculum.attendance.StampKind;
import bootcamp.curriculum.attendance.StampTerms;
import bootcamp.curriculum.calendar.CalendarEntry;
import bootcamp.curriculum.calendar.CalendarFile;
import bootcamp.curriculum.lecture.Lecture;
import bootcamp.curriculum.lecture.LectureCommand;
import bootcamp.curriculum.lecture.LectureCommand.ApplyDue;
import bootcamp.curriculum.lecture.LectureCommand.DraftLecture;
import bootcamp.curriculum.lecture.LectureCommand.EditLecture;
import bootcamp.curriculum.lecture.LectureCommand.GiveUp;
import bootcamp.curriculum.lecture.LectureCommand.PublishLecture;
import bootcamp.curriculum.lecture.LectureCommand.Register;
import bootcamp.curriculum.lecture.LecturePlan;
import bootcamp.curriculum.week.SessionKind;
import bootcamp.curriculum.week.SessionPlan;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.Story;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What people suffered from elsewhere and no other test tells by itself. All examples, with the
 * test that shows each, are listed in {@code docs/field-examples.md}.
 */
class FieldExamplesTest {

    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final LocalDate DAY = LocalDate.parse("2024-03-04");

    // ---- attendance and time

    private static StampHours hours() {
        return new StampHours(
                new StampTerms(LocalTime.of(9, 0), LocalTime.of(18, 0), 30, 10, true, true),
                SEOUL,
                at("08:30"),
                at("09:00"),
                at("18:00"),
                DAY.plusDays(1).atStartOfDay(SEOUL).toInstant());
    }

    private static Instant at(String time) {
        return DAY.atTime(LocalTime.parse(time)).atZone(SEOUL).toInstant();
    }

    private static TakeStamp in(String time) {
        return new TakeStamp("a", StampKind.IN, new DayPolicy(1, hours()), at(time));
    }

    @Test
    @DisplayName(
            "danmarsden/moodle-mod_attendance#746: scanning two minutes early locks nobody out")
    void whoScansTwoMinutesEarlyIsToldWhenItOpensAndScansAgain() {
        Story<Sheet, SheetCommand, OfSheet> story = Story.of(Sheet.TYPE, "ai-lab-3." + DAY);

        assertThat(Sheet.TYPE.decide().apply(story.state(), in("08:28")))
                .isEqualTo(Decision.refuses(new StampTooEarly(at("08:30"), SEOUL)));
        story.when(in("08:28")).refuses("STAMP_TOO_EARLY");
        story.when(in("08:30")).yields(StudentStamped.class);
    }

    @Test
    @DisplayName("danmarsden/moodle-mod_attendance#683: no session is a day early elsewhere")
    void sessionIsOnTheDayOfItsZoneThoughItIsTheDayBeforeInLondon() {
        SessionPlan early =
                new SessionPlan(
                        SessionKind.LAB,
                        "Gradients",
                        null,
                        null,
                        LocalDateTime.parse("2024-03-14T08:00"),
                        LocalDateTime.parse("2024-03-14T10:00"),
                        "Asia/Seoul",
                        null,
                        List.of());
        CalendarEntry entry =
                new CalendarEntry(
                        "session-1@bootcamp",
                        0,
                        Plans.NOW,
                        early.title(),
                        null,
                        null,
                        early.startsAt().atZone(early.zone()),
                        early.endsAt().atZone(early.zone()),
                        CalendarEntry.State.CONFIRMED,
                        Duration.ofMinutes(15));
        String file =
                new String(
                        CalendarFile.of("Bootcamp", List.of(), List.of(entry)),
                        StandardCharsets.UTF_8);

        assertThat(early.starts()).isEqualTo("2024-03-13T23:00:00Z");
        assertThat(early.written(early.startsAt())).isEqualTo("2024-03-14T08:00:00+09:00");
        assertThat(file).contains("DTSTART;TZID=Asia/Seoul:20240314T080000");
    }

    // ---- lectures

    private static Story<Lecture, LectureCommand, OfLecture> published(int capacity) {
        return Story.of(Lecture.TYPE, "lecture")
                .given(new DraftLecture(Plans.seats(capacity), Plans.staff(Plans.NOW)))
                .given(new PublishLecture(Plans.staff(Plans.NOW)));
    }

    private static Register register(String student, int second) {
        return new Register(
                student, Set.of(Plans.COHORT), Set.of(Plans.COHORT), Plans.NOW.plusSeconds(second));
    }

    private static EditLecture capacity(
            Story<Lecture, LectureCommand, OfLecture> story, int capacity, Instant at) {
        LecturePlan plan = story.state().planned();
        return new EditLecture(plan, Plans.with(plan, capacity), Plans.staff(at));
    }

    @Test
    @DisplayName("pretix/pretix#1238: of a line of 60 nobody gets a seat above what there is")
    void lineOfSixtyGetsNoSeatAboveTheCapacity() {
        var story = published(10);
        IntStream.range(0, 70).forEach(i -> story.given(register("s" + i, i)));
        story.given(capacity(story, 5, Plans.NOW.plusSeconds(100)));
        for (int i = 0; i < 5; i++) {
            story.when(new GiveUp("s" + i, Plans.NOW.plusSeconds(101))).yields(SeatGivenUp.class);
        }
        assertThat(story.state().publicState().registered()).isEqualTo(5);
        assertThat(story.state().publicState().waiting()).isEqualTo(60);

        story.when(new GiveUp("s5", Plans.NOW.plusSeconds(102)))
                .yields(SeatGivenUp.class, SeatOffered.class);
        story.given(capacity(story, 8, Plans.NOW.plusSeconds(103)));
        assertThat(story.facts().stream().map(Object::getClass))
                .containsExactly(
                        LectureEdited.class,
                        SeatOffered.class,
                        SeatOffered.class,
                        SeatOffered.class);
        // Whoever lets the offer pass makes room for one, not for one more.
        story.given(new ApplyDue(Plans.NOW.plus(Duration.ofDays(3))));
        assertThat(story.state().publicState().registered()).isEqualTo(8);
        assertThat(story.state().overCapacity()).isZero();
    }

    @Test
    @DisplayName("SFDO-Community/Summit-Events-App#653: who comes back stands at the end")
    void whoLeftAndComesBackJumpsNoQueue() {
        var story = published(1);
        List.of("a", "b", "c").forEach(each -> story.given(register(each, 0)));
        story.when(new GiveUp("b", Plans.NOW.plusSeconds(1))).yields(QueueLeft.class);
        story.when(register("b", 2)).yields(StudentQueued.class);
        // Who had the seat, too.
        story.given(new GiveUp("a", Plans.NOW.plusSeconds(3))).given(register("a", 4));

        assertThat(story.state().hasSeat("c")).isTrue();
        story.given(new GiveUp("c", Plans.NOW.plusSeconds(5)));
        assertThat(story.state().hasSeat("b")).isTrue();
        story.given(new GiveUp("b", Plans.NOW.plusSeconds(6)));
        assertThat(story.state().hasSeat("a")).isTrue();
    }

    @Test
    @DisplayName("HiEventsDev/hi.events#1086: what is left of the capacity is never below zero")
    void capacityIsCountedBelowZeroByNothing() {
        var story = published(2);
        List.of("a", "b", "c").forEach(each -> story.given(register(each, 0)));
        story.given(capacity(story, 1, Plans.NOW.plusSeconds(1)));
        assertThat(story.state().overCapacity()).isEqualTo(1);
        // Given up twice, and by who never had one: one seat is free at most.
        story.given(new GiveUp("a", Plans.NOW.plusSeconds(2)))
                .given(new GiveUp("a", Plans.NOW.plusSeconds(3)))
                .when(new GiveUp("z", Plans.NOW.plusSeconds(4)))
                .staysQuiet();
        assertThat(story.state().overCapacity()).isZero();
        assertThat(story.state().publicState().registered()).isEqualTo(1);

        story.when(capacity(story, 0, Plans.NOW.plusSeconds(5))).refuses("LECTURE_UNSOUND");
        story.when(capacity(story, -1, Plans.NOW.plusSeconds(5))).refuses("LECTURE_UNSOUND");
        story.given(capacity(story, 3, Plans.NOW.plusSeconds(6)));
        story.when(register("d", 7)).yields(SeatTaken.class);
        story.when(register("e", 8)).yields(StudentQueued.class);
    }
}
