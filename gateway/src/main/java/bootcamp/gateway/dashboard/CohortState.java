package bootcamp.gateway.dashboard;

import bootcamp.gateway.feed.CohortFact;
import bootcamp.gateway.feed.CohortFact.CohortEnded;
import bootcamp.gateway.feed.CohortFact.CohortStands;
import bootcamp.gateway.feed.CohortFact.LectureStands;
import bootcamp.gateway.feed.CohortFact.StudentStands;
import bootcamp.gateway.feed.Lecture;
import bootcamp.gateway.retention.Stay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that belongs to one cohort, in memory: the newest state of each entity, and no more.
 *
 * <p>An entity's state replaces the one held only if its version is above it, so facts may come
 * twice, late and in any order, and the same facts always end in the same state. Facts may come
 * before their cohort; until it comes, there is nothing to show. An enrollment that moved away, and
 * a lecture that is for this cohort no more, stay as a version without a state, so that {@link
 * Snapshot#versions} never falls.
 *
 * <p>Written by the feed, read by whoever renders: both hold its lock for a moment.
 */
final class CohortState {

    private long cohortVersion;
    private @Nullable CohortStands cohort;
    private final Map<String, Member> members = new HashMap<>();
    private long memberVersions;
    private final Map<String, Talk> talks = new HashMap<>();
    private long talkVersions;
    private long deadLetterSteps;
    private boolean incomplete;
    private Instant updatedAt = Instant.EPOCH;

    /**
     * @param stay null: in no figure
     */
    private record Member(long version, @Nullable Stay stay, boolean waiting) {}

    /**
     * @param lecture shared by all cohorts that it is for; null: it is not for this one, or no more
     */
    private record Talk(long version, @Nullable Lecture lecture) {}

    /**
     * The cohort at one moment.
     *
     * @param stays of all who were ever enrolled, in no order
     * @param lectures all that are for the cohort, in no order
     * @param versions sum of the highest versions of all that ever belonged to the cohort, and of
     *     the dead letters opened and closed for it
     * @param updatedAt time of the newest write folded here
     * @param incomplete something for this cohort could not be read and waits to be looked at
     */
    record Snapshot(
            CohortStands cohort,
            List<Stay> stays,
            int waiting,
            List<Lecture> lectures,
            long versions,
            Instant updatedAt,
            boolean incomplete) {}

    /** Folds the fact into the cohort with that id; true where that changed something. */
    synchronized boolean on(String cohortId, CohortFact fact, long version, Instant time) {
        boolean changed =
                switch (fact) {
                    case CohortStands stands -> cohort(stands, version);
                    case CohortEnded _ -> cohort(null, version);
                    case StudentStands stands ->
                            member(stands, version, stands.cohortId().equals(cohortId));
                    case LectureStands stands ->
                            talk(stands, version, stands.cohortIds().contains(cohortId));
                };
        if (changed && time.isAfter(updatedAt)) {
            updatedAt = time;
        }
        return changed;
    }

    private boolean cohort(@Nullable CohortStands next, long version) {
        if (version <= cohortVersion) {
            return false;
        }
        cohort = next;
        cohortVersion = version;
        return true;
    }

    private boolean member(StudentStands next, long version, boolean belongsHere) {
        Member held = members.get(next.enrollmentId());
        long heldVersion = held == null ? 0 : held.version();
        if (version <= heldVersion) {
            return false;
        }
        members.put(
                next.enrollmentId(),
                belongsHere
                        ? new Member(version, next.stay(), next.waiting())
                        : new Member(version, null, false));
        memberVersions += version - heldVersion;
        return true;
    }

    private boolean talk(LectureStands next, long version, boolean isForThis) {
        Talk held = talks.get(next.lectureId());
        long heldVersion = held == null ? 0 : held.version();
        if (version <= heldVersion) {
            return false;
        }
        talks.put(next.lectureId(), new Talk(version, isForThis ? next.lecture() : null));
        talkVersions += version - heldVersion;
        return true;
    }

    /**
     * @param steps how many dead letters were ever opened or closed for this cohort
     * @return true where that changed something
     */
    synchronized boolean deadLetters(long steps, boolean open) {
        boolean changed = steps != deadLetterSteps || open != incomplete;
        deadLetterSteps = steps;
        incomplete = open;
        return changed;
    }

    /** Whether anything is held here in a newer version than there. */
    boolean isAheadOf(CohortState other) {
        CohortState there = other.copy();
        synchronized (this) {
            return cohortVersion > there.cohortVersion
                    || members.entrySet().stream()
                            .anyMatch(
                                    each ->
                                            each.getValue().version()
                                                    > there.memberVersion(each.getKey()))
                    || talks.entrySet().stream()
                            .anyMatch(
                                    each ->
                                            each.getValue().version()
                                                    > there.talkVersion(each.getKey()));
        }
    }

    /**
     * Takes over what was folded there; what is known of dead letters stays.
     *
     * @param other not behind this one
     * @return true where that changed something
     */
    boolean become(CohortState other) {
        CohortState there = other.copy();
        synchronized (this) {
            boolean changed =
                    !Objects.equals(cohort, there.cohort)
                            || !members.equals(there.members)
                            || !talks.equals(there.talks);
            cohort = there.cohort;
            cohortVersion = there.cohortVersion;
            members.clear();
            members.putAll(there.members);
            memberVersions = there.memberVersions;
            talks.clear();
            talks.putAll(there.talks);
            talkVersions = there.talkVersions;
            if (there.updatedAt.isAfter(updatedAt)) {
                updatedAt = there.updatedAt;
            }
            return changed;
        }
    }

    /** So that nobody ever waits for two of these locks at once. */
    private synchronized CohortState copy() {
        CohortState copy = new CohortState();
        copy.cohort = cohort;
        copy.cohortVersion = cohortVersion;
        copy.members.putAll(members);
        copy.memberVersions = memberVersions;
        copy.talks.putAll(talks);
        copy.talkVersions = talkVersions;
        copy.updatedAt = updatedAt;
        return copy;
    }

    private long memberVersion(String enrollmentId) {
        Member member = members.get(enrollmentId);
        return member == null ? 0 : member.version();
    }

    private long talkVersion(String lectureId) {
        Talk talk = talks.get(lectureId);
        return talk == null ? 0 : talk.version();
    }

    /** Whether this lecture was ever for this cohort. */
    synchronized boolean knowsLecture(String lectureId) {
        return talks.containsKey(lectureId);
    }

    /** Whether this enrollment ever belonged here. */
    synchronized boolean knowsEnrollment(String enrollmentId) {
        return members.containsKey(enrollmentId);
    }

    /** Empty until the cohort itself has come. */
    synchronized Optional<Snapshot> snapshot() {
        if (cohort == null) {
            return Optional.empty();
        }
        List<Stay> stays = new ArrayList<>(members.size());
        int waiting = 0;
        for (Member member : members.values()) {
            if (member.stay() != null) {
                stays.add(member.stay());
            }
            waiting += member.waiting() ? 1 : 0;
        }
        return Optional.of(
                new Snapshot(
                        Objects.requireNonNull(cohort),
                        stays,
                        waiting,
                        talks.values().stream()
                                .map(Talk::lecture)
                                .filter(Objects::nonNull)
                                .toList(),
                        cohortVersion + memberVersions + talkVersions + deadLetterSteps,
                        updatedAt,
                        incomplete));
    }
}
