package bootcamp.curriculum.lecture;

import bootcamp.curriculum.school.Cohorts;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.platform.form.Findings;
import bootcamp.platform.form.WallClock;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.MergePatch;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes plans of what staff fill in: times are read in the lecture's zone, cohorts are looked up,
 * and whatever is wrong is told field by field before anything is done.
 */
public final class LectureForm {

    /** Fields that a patch may empty. */
    static final Set<String> MAY_BE_EMPTIED =
            Set.of("abstract", "place", "registrationOpensAt", "registrationClosesAt");

    private static final Set<String> TEXTS = Set.of("title", "speaker", "abstract", "place");
    private static final String ID = "[A-Za-z0-9_-]{1,64}";

    private final Cohorts cohorts;

    public LectureForm(Cohorts cohorts) {
        this.cohorts = cohorts;
    }

    /**
     * A new lecture.
     *
     * @param timeZone IANA id; null: that of the first cohort
     */
    record NewLecture(
            List<String> cohortIds,
            String title,
            String speaker,
            @JsonProperty("abstract") @Nullable String about,
            @Nullable String place,
            String startsAt,
            String endsAt,
            int capacity,
            @Nullable String timeZone,
            @Nullable String registrationOpensAt,
            @Nullable String registrationClosesAt) {}

    /** What is to be different: null stays as it is, or is emptied where the patch says null. */
    record EditedLecture(
            @Nullable List<String> cohortIds,
            @Nullable String title,
            @Nullable String speaker,
            @JsonProperty("abstract") @Nullable String about,
            @Nullable String place,
            @Nullable String startsAt,
            @Nullable String endsAt,
            @Nullable Integer capacity,
            @Nullable String timeZone,
            @Nullable String registrationOpensAt,
            @Nullable String registrationClosesAt) {}

    // ---- a new one

    /** Fails with {@link InvalidInput} where there is no such plan. */
    Mono<LecturePlan> plan(NewLecture form, Instant now) {
        checkTexts(form.title(), form.speaker(), form.about(), form.place());
        checkCohortIds(form.cohortIds());
        checkZone(form.timeZone());
        return known(form.cohortIds())
                .map(
                        found ->
                                form.timeZone() == null
                                        ? found.getFirst().zone()
                                        : ZoneId.of(form.timeZone()))
                .map(zone -> open(sound(plan(form, zone), now, true), now));
    }

    /** Nobody drafts what nobody can register for any more; an edit may end the registration. */
    private static LecturePlan open(LecturePlan plan, Instant now) {
        InvalidInput.checking()
                .that(plan.closes().isAfter(now), "registrationClosesAt", "IN_THE_PAST")
                .orThrow();
        return plan;
    }

    private static LecturePlan plan(NewLecture form, ZoneId zone) {
        Findings findings = new Findings();
        LocalDateTime starts = findings.time("startsAt", form.startsAt(), zone);
        LocalDateTime ends = findings.time("endsAt", form.endsAt(), zone);
        LocalDateTime opens =
                time(findings, "registrationOpensAt", form.registrationOpensAt(), zone);
        LocalDateTime closes =
                time(findings, "registrationClosesAt", form.registrationClosesAt(), zone);
        findings.orThrow();
        return new LecturePlan(
                form.cohortIds(),
                form.title().strip(),
                form.speaker().strip(),
                stripped(form.about()),
                stripped(form.place()),
                starts,
                ends,
                zone.getId(),
                form.capacity(),
                opens,
                closes);
    }

    private static @Nullable LocalDateTime time(
            Findings findings, String field, @Nullable String text, ZoneId zone) {
        return text == null ? null : findings.time(field, text, zone);
    }

    // ---- an edit

    /**
     * As {@link #plan}; what the patch does not name stays, on the wall clock of a new zone too.
     */
    Mono<LecturePlan> edited(LecturePlan before, MergePatch<EditedLecture> patch, Instant now) {
        EditedLecture form = patch.named();
        checkTexts(form.title(), form.speaker(), form.about(), form.place());
        checkZone(form.timeZone());
        List<String> cohortIds = Objects.requireNonNullElse(form.cohortIds(), before.cohortIds());
        checkCohortIds(cohortIds);
        List<String> added = new ArrayList<>(cohortIds);
        added.removeAll(before.cohortIds());
        return known(added)
                .map(_ -> merged(before, cohortIds, patch))
                .map(after -> sound(after, now, !after.starts().equals(before.starts())));
    }

    private static LecturePlan merged(
            LecturePlan before, List<String> cohortIds, MergePatch<EditedLecture> patch) {
        EditedLecture form = patch.named();
        ZoneId zone = form.timeZone() == null ? before.zone() : ZoneId.of(form.timeZone());
        Findings findings = new Findings();
        LocalDateTime starts =
                form.startsAt() == null
                        ? findings.moved("startsAt", before.startsAt(), zone)
                        : findings.time("startsAt", form.startsAt(), zone);
        LocalDateTime ends =
                form.endsAt() == null
                        ? findings.moved("endsAt", before.endsAt(), zone)
                        : findings.time("endsAt", form.endsAt(), zone);
        LocalDateTime opens =
                merged(
                        findings,
                        "registrationOpensAt",
                        form.registrationOpensAt(),
                        before.registrationOpensAt(),
                        patch,
                        zone);
        LocalDateTime closes =
                merged(
                        findings,
                        "registrationClosesAt",
                        form.registrationClosesAt(),
                        before.registrationClosesAt(),
                        patch,
                        zone);
        findings.orThrow();
        return new LecturePlan(
                cohortIds,
                form.title() == null ? before.title() : form.title().strip(),
                form.speaker() == null ? before.speaker() : form.speaker().strip(),
                merged("abstract", form.about(), before.about(), patch),
                merged("place", form.place(), before.place(), patch),
                starts,
                ends,
                zone.getId(),
                Objects.requireNonNullElse(form.capacity(), before.capacity()),
                opens,
                closes);
    }

    private static @Nullable LocalDateTime merged(
            Findings findings,
            String field,
            @Nullable String named,
            @Nullable LocalDateTime before,
            MergePatch<EditedLecture> patch,
            ZoneId zone) {
        if (named != null) {
            return findings.time(field, named, zone);
        }
        return before == null || patch.emptied().contains(field)
                ? null
                : findings.moved(field, before, zone);
    }

    private static @Nullable String merged(
            String field,
            @Nullable String named,
            @Nullable String before,
            MergePatch<EditedLecture> patch) {
        if (named != null) {
            return stripped(named);
        }
        return patch.emptied().contains(field) ? null : before;
    }

    // ---- checks

    private static void checkTexts(
            @Nullable String title,
            @Nullable String speaker,
            @Nullable String about,
            @Nullable String place) {
        InvalidInput.checking()
                .that(title == null || !title.isBlank(), "title", "BLANK")
                .optionalLine("title", title, LecturePlan.TITLE_CHARS_MAX)
                .that(speaker == null || !speaker.isBlank(), "speaker", "BLANK")
                .optionalLine("speaker", speaker, LecturePlan.SPEAKER_CHARS_MAX)
                .optionalText("abstract", about, LecturePlan.ABOUT_CHARS_MAX)
                .optionalLine("place", place, LecturePlan.PLACE_CHARS_MAX)
                .orThrow();
    }

    private static void checkCohortIds(List<String> cohortIds) {
        InvalidInput.Checks checks =
                InvalidInput.checking()
                        .range("cohortIds", cohortIds.size(), 1, LecturePlan.COHORTS_MAX)
                        .that(
                                new HashSet<>(cohortIds).size() == cohortIds.size(),
                                "cohortIds",
                                "DUPLICATE");
        checks.orThrow();
        for (int i = 0; i < cohortIds.size(); i++) {
            String cohortId = cohortIds.get(i);
            checks.that(
                    cohortId != null && cohortId.matches(ID),
                    "cohortIds[" + i + "]",
                    "NOT_AN_ID",
                    Map.of("max", 64));
        }
        checks.orThrow();
    }

    private static void checkZone(@Nullable String timeZone) {
        InvalidInput.checking()
                .that(timeZone == null || WallClock.isZone(timeZone), "timeZone", "NOT_A_TIME_ZONE")
                .orThrow();
    }

    private Mono<List<KnownCohort>> known(List<String> cohortIds) {
        return Flux.fromIterable(cohortIds)
                .flatMapSequential(cohorts::find)
                .collectList()
                .doOnNext(found -> checkKnown(cohortIds, found));
    }

    private static void checkKnown(List<String> cohortIds, List<KnownCohort> found) {
        List<String> known = found.stream().map(KnownCohort::cohortId).toList();
        Findings findings = new Findings();
        for (int i = 0; i < cohortIds.size(); i++) {
            if (!known.contains(cohortIds.get(i))) {
                findings.add("cohortIds[" + i + "]", "UNKNOWN_COHORT");
            }
        }
        findings.orThrow();
    }

    private static LecturePlan sound(LecturePlan plan, Instant now, boolean isToCome) {
        InvalidInput.Checks checks = InvalidInput.checking();
        plan.flaws().stream()
                .filter(flaw -> !TEXTS.contains(flaw.field()))
                .forEach(flaw -> checks.that(false, flaw.field(), flaw.code(), flaw.parameters()));
        checks.that(!isToCome || plan.starts().isAfter(now), "startsAt", "IN_THE_PAST").orThrow();
        return plan;
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
