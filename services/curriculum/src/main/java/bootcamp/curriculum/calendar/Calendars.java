package bootcamp.curriculum.calendar;

import bootcamp.curriculum.CurriculumEvent.OfInstructor;
import bootcamp.curriculum.CurriculumEvent.OfModule;
import bootcamp.curriculum.calendar.CalendarFile.Span;
import bootcamp.curriculum.clinic.Clinic;
import bootcamp.curriculum.clinic.ClinicDesk;
import bootcamp.curriculum.lecture.LectureDesk;
import bootcamp.curriculum.school.Cohorts;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.curriculum.week.Instructor;
import bootcamp.curriculum.week.InstructorCommand;
import bootcamp.curriculum.week.Module;
import bootcamp.curriculum.week.ModuleCommand;
import bootcamp.curriculum.week.Session;
import bootcamp.curriculum.week.SessionDesk;
import bootcamp.curriculum.week.SessionPlan;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.school.Membership;
import bootcamp.platform.school.Students;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gathers what is in a calendar. */
public final class Calendars {

    private final SessionDesk sessions;
    private final LectureDesk lectures;
    private final ClinicDesk clinics;
    private final AggregateStore<Module, ModuleCommand, OfModule> modules;
    private final AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors;
    private final Cohorts cohorts;
    private final Students students;

    public Calendars(
            SessionDesk sessions,
            LectureDesk lectures,
            ClinicDesk clinics,
            AggregateStore<Module, ModuleCommand, OfModule> modules,
            AggregateStore<Instructor, InstructorCommand, OfInstructor> instructors,
            Cohorts cohorts,
            Students students) {
        this.sessions = sessions;
        this.lectures = lectures;
        this.clinics = clinics;
        this.modules = modules;
        this.instructors = instructors;
        this.cohorts = cohorts;
        this.students = students;
    }

    /** All sessions of a cohort, and the lectures that were published for it. */
    Mono<byte[]> ofCohort(String cohortId) {
        return cohorts.find(cohortId)
                .flatMap(
                        cohort ->
                                ofCohorts(Set.of(cohortId))
                                        .concatWith(lecturesOf(cohortId))
                                        .collectList()
                                        .map(
                                                entries ->
                                                        CalendarFile.of(
                                                                "Bootcamp " + cohortId,
                                                                List.of(span(cohort)),
                                                                entries)));
    }

    private Flux<CalendarEntry> lecturesOf(String cohortId) {
        return lectures.ofCohorts(Set.of(cohortId), null)
                .filter(lecture -> lecture.state().wasPublished())
                .filter(lecture -> lecture.state().planned().cohortIds().contains(cohortId))
                .map(CalendarEntry::of);
    }

    /**
     * The sessions of the cohorts to which a student belongs, and the lectures and slots of clinics
     * in which the student has a place; of other slots nothing.
     *
     * @return empty for who belongs to none, as after an erasure
     */
    Mono<byte[]> ofStudent(String studentId) {
        return students.of(studentId)
                .filter(known -> !known.cohortIds().isEmpty())
                .flatMap(this::ofStudent);
    }

    private Mono<byte[]> ofStudent(Membership known) {
        Set<String> cohortIds = new TreeSet<>(known.cohortIds());
        Mono<List<Span>> spans =
                Flux.fromIterable(cohortIds)
                        .concatMap(cohorts::find)
                        .map(Calendars::span)
                        .collectList();
        Flux<CalendarEntry> seats =
                lectures.ofCohorts(known.everIn(), null)
                        .filter(lecture -> lecture.state().wasPublished())
                        .filter(lecture -> lecture.state().hasSeat(known.studentId()))
                        .map(lecture -> CalendarEntry.of(lecture, known.studentId()));
        return spans.filter(found -> !found.isEmpty())
                .flatMap(
                        found ->
                                withOwnSlots(ofCohorts(cohortIds), known)
                                        .concatWith(seats)
                                        .collectList()
                                        .map(
                                                entries ->
                                                        CalendarFile.of(
                                                                "Bootcamp", found, entries)));
    }

    /** Instead of the session that a clinic's slots are in, the student's own one. */
    private Flux<CalendarEntry> withOwnSlots(Flux<CalendarEntry> sessions, Membership known) {
        return clinics.ofCohorts(known.everIn(), null)
                .collectList()
                .flatMapMany(
                        all -> {
                            Set<String> uids =
                                    all.stream()
                                            .map(clinic -> CalendarEntry.uidOfSession(clinic.id()))
                                            .collect(Collectors.toSet());
                            return sessions.filter(entry -> !uids.contains(entry.uid()))
                                    .concatWith(ownSlots(all, known.studentId()));
                        });
    }

    private Flux<CalendarEntry> ownSlots(List<Versioned<Clinic>> all, String studentId) {
        Set<String> practitioners =
                all.stream()
                        .map(clinic -> clinic.state().planned().instructorId())
                        .collect(Collectors.toSet());
        return instructors
                .findAll(practitioners)
                .collectMap(Versioned::id, found -> name(found.state()))
                .flatMapIterable(
                        names -> {
                            List<CalendarEntry> entries = new ArrayList<>();
                            for (Versioned<Clinic> clinic : all) {
                                int own = clinic.state().slotOf(studentId);
                                int slot = own < 0 ? clinic.state().lostSlotOf(studentId) : own;
                                if (slot >= 0) {
                                    String name =
                                            names.get(clinic.state().planned().instructorId());
                                    entries.add(CalendarEntry.of(clinic, slot, studentId, name));
                                }
                            }
                            return entries;
                        });
    }

    private static Span span(KnownCohort cohort) {
        return new Span(
                cohort.zone(),
                cohort.startDate().atStartOfDay(cohort.zone()).toInstant(),
                cohort.endDate().plusDays(1).atStartOfDay(cohort.zone()).toInstant());
    }

    private Flux<CalendarEntry> ofCohorts(Set<String> cohortIds) {
        return Flux.fromIterable(cohortIds)
                .concatMap(cohortId -> sessions.ofCohort(cohortId, null))
                .collectList()
                .flatMapMany(
                        found ->
                                Mono.zip(
                                                names(
                                                        found,
                                                        SessionPlan::moduleId,
                                                        modules,
                                                        Calendars::name),
                                                names(
                                                        found,
                                                        SessionPlan::instructorId,
                                                        instructors,
                                                        Calendars::name))
                                        .flatMapIterable(
                                                names ->
                                                        entries(
                                                                found,
                                                                names.getT1(),
                                                                names.getT2())));
    }

    private static List<CalendarEntry> entries(
            List<Versioned<Session>> found,
            Map<String, String> modules,
            Map<String, String> instructors) {
        List<CalendarEntry> entries = new ArrayList<>();
        for (Versioned<Session> session : found) {
            SessionPlan plan = session.state().planned();
            entries.add(
                    CalendarEntry.of(
                            session,
                            nameOf(plan.moduleId(), modules),
                            nameOf(plan.instructorId(), instructors)));
        }
        return entries;
    }

    private static @Nullable String nameOf(@Nullable String id, Map<String, String> names) {
        return id == null ? null : names.get(id);
    }

    private static String name(Module module) {
        return module.planned().name();
    }

    private static String name(Instructor instructor) {
        return instructor.named();
    }

    /** By id, of those that the sessions name. */
    private static <S> Mono<Map<String, String>> names(
            List<Versioned<Session>> sessions,
            Function<SessionPlan, @Nullable String> id,
            AggregateStore<S, ?, ?> store,
            Function<S, String> name) {
        Set<String> ids =
                sessions.stream()
                        .map(session -> id.apply(session.state().planned()))
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        return store.findAll(ids).collectMap(Versioned::id, found -> name.apply(found.state()));
    }
}
