package bootcamp.enrollment.roster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One import of a roster or of attendance sheets, as far as it has come; nothing in it is personal.
 *
 * <p>Its rows lie beside it in sealed pieces, which are worked off one after another. After each,
 * {@code progress} moves on in the same write that counts its rows, so a process that takes over
 * goes on at the piece that was not finished, and no row is counted twice.
 *
 * @param kind null in a document of before there was more than one
 * @param by account that began it
 * @param version number of writes, for the guard of the next one
 * @param problems rows that were not applied, the first {@value #PROBLEMS_MAX}
 * @param warnings rows that were applied and look odd, the first {@value #PROBLEMS_MAX}
 * @param preview null: none was asked for
 * @param failure null: it has not failed
 * @param lease null: nobody is at it
 */
record RosterImport(
        String importId,
        String cohortId,
        @Nullable Kind kind,
        String by,
        Instant at,
        long version,
        Phase phase,
        Source source,
        Progress progress,
        List<RosterProblem> problems,
        List<RosterProblem> warnings,
        @Nullable Preview preview,
        @Nullable Failure failure,
        @Nullable Lease lease) {

    static final int PROBLEMS_MAX = 1_000;

    /** Of rows that wait for somebody to apply them, and of the power to take hold of an import. */
    static final Duration STAGED = Duration.ofHours(24);

    static final Duration LEASE = Duration.ofSeconds(10);

    /** Takings of the same piece that got nowhere; then something is wrong with the piece. */
    static final int ATTEMPTS_MAX = 20;

    RosterImport {
        kind = kind == null ? Kind.ROSTER : kind;
    }

    /** What is in the file. */
    enum Kind {
        ROSTER,
        /** The curriculum keeps the sheets, and carries the pieces out. */
        ATTENDANCE
    }

    /** What is being done, or was last. */
    enum Phase {
        PREVIEWING,
        PREVIEWED,
        APPLYING,
        DONE,
        FAILED,
        UNDOING,
        UNDONE;

        boolean isUnderWay() {
            return this == PREVIEWING || this == APPLYING || this == UNDOING;
        }

        /** Whether rows wait for somebody to decide, and not for ever. */
        boolean isWaiting() {
            return this == PREVIEWED || this == FAILED;
        }
    }

    /**
     * What was in the file.
     *
     * @param encoding null for a workbook, as is {@code separator}
     * @param columns as in {@link RosterFile}; null: it was begun before they were written down
     * @param rows with anything in them
     * @param rejected rows that can't be used whatever the cohort looks like
     * @param problems of these, the first {@value #PROBLEMS_MAX}
     * @param pieces into which the usable rows were cut
     */
    record Source(
            RosterFile.Format format,
            @Nullable String encoding,
            @Nullable String separator,
            @Nullable Map<String, Integer> columns,
            int ignoredColumns,
            int rows,
            int rejected,
            List<RosterProblem> problems,
            int pieces) {

        static Source of(RosterFile file, int pieces) {
            return new Source(
                    file.format(),
                    file.encoding(),
                    file.separator(),
                    file.columns(),
                    file.ignoredColumns(),
                    file.rowCount(),
                    file.rejected(),
                    first(file.problems()),
                    pieces);
        }

        /**
         * @param problems of rows in the file, and of students
         * @param usable rows that have none
         */
        static Source of(
                AttendanceFile file, List<RosterProblem> problems, int usable, int pieces) {
            return new Source(
                    file.source().format(),
                    file.source().encoding(),
                    file.source().separator(),
                    file.columns(),
                    file.ignoredColumns(),
                    file.rowCount(),
                    file.rowCount() - usable,
                    first(problems),
                    pieces);
        }
    }

    /**
     * How far the present phase is.
     *
     * @param next the first piece that is not finished
     * @param kept rows that an undo left as they are, since somebody touched them later
     * @param restored rows that an undo took back
     */
    record Progress(int next, int applied, int unchanged, int rejected, int restored, int kept) {

        Progress plus(Progress piece) {
            return new Progress(
                    next + 1,
                    applied + piece.applied,
                    unchanged + piece.unchanged,
                    rejected + piece.rejected,
                    restored + piece.restored,
                    kept + piece.kept);
        }

        Progress fromTheStart() {
            return new Progress(0, applied, unchanged, rejected, 0, 0);
        }
    }

    /**
     * What would happen.
     *
     * @param added people who are not in the cohort yet
     * @param conflicts rows that contradict what is known
     * @param rejected other rows that can't be applied, those of the file included
     * @param seats that the rows counted so far would take
     */
    record Preview(int added, int changed, int unchanged, int conflicts, int rejected, int seats) {

        static final Preview NOTHING = new Preview(0, 0, 0, 0, 0, 0);

        /** Before any row was looked at. */
        static Preview of(Source source) {
            return new Preview(0, 0, 0, 0, source.rejected(), 0);
        }

        Preview plus(Preview piece) {
            return new Preview(
                    added + piece.added,
                    changed + piece.changed,
                    unchanged + piece.unchanged,
                    conflicts + piece.conflicts,
                    rejected + piece.rejected,
                    seats + piece.seats);
        }
    }

    /**
     * Why it stopped; what is counted as applied stays applied.
     *
     * @param code its text is {@code problem.<code>} in the bundles
     */
    record Failure(String code, Map<String, Object> parameters) {}

    /**
     * Who is at it.
     *
     * @param attempts takings since the last piece was finished
     */
    record Lease(String holder, Instant until, int attempts) {}

    /** What one piece came to. */
    record PieceResult(
            Progress progress,
            Preview preview,
            List<RosterProblem> problems,
            List<RosterProblem> warnings) {}

    static RosterImport begin(
            String importId,
            String cohortId,
            Kind kind,
            String by,
            Instant at,
            Source source,
            boolean preview) {
        return new RosterImport(
                importId,
                cohortId,
                kind,
                by,
                at,
                1,
                preview ? Phase.PREVIEWING : Phase.APPLYING,
                source,
                new Progress(0, 0, 0, source.rejected(), 0, 0),
                source.problems(),
                List.of(),
                preview ? Preview.of(source) : null,
                null,
                null);
    }

    // ---- queries

    boolean hasPieceLeft() {
        return progress.next() < source.pieces();
    }

    boolean isOfAttendance() {
        return kind == Kind.ATTENDANCE;
    }

    boolean isFree(Instant now) {
        return lease == null || !now.isBefore(lease.until());
    }

    boolean isExpired(Instant now) {
        return phase.isWaiting() && !now.isBefore(at.plus(STAGED));
    }

    boolean isStuck() {
        return lease != null && lease.attempts() > ATTEMPTS_MAX;
    }

    // ---- steps; each is one write

    RosterImport taken(String holder, Instant now) {
        int attempts = lease == null ? 1 : lease.attempts() + 1;
        return with(phase, progress, new Lease(holder, now.plus(LEASE), attempts));
    }

    /** Nobody is at it: what it waits for has not come yet, and that is nobody's failure. */
    RosterImport letGo() {
        return with(phase, progress, null);
    }

    RosterImport after(PieceResult piece, Instant now) {
        Lease renewed = lease == null ? null : new Lease(lease.holder(), now.plus(LEASE), 0);
        Preview known = preview == null ? Preview.NOTHING : preview;
        return new RosterImport(
                importId,
                cohortId,
                kind,
                by,
                at,
                version + 1,
                phase,
                source,
                progress.plus(piece.progress()),
                first(problems, piece.problems()),
                first(warnings, piece.warnings()),
                phase == Phase.PREVIEWING ? known.plus(piece.preview()) : preview,
                failure,
                renewed);
    }

    /** The present phase has no piece left. */
    RosterImport finished() {
        Phase over =
                switch (phase) {
                    case PREVIEWING, PREVIEWED -> Phase.PREVIEWED;
                    case APPLYING, DONE -> Phase.DONE;
                    case UNDOING, UNDONE -> Phase.UNDONE;
                    case FAILED -> Phase.FAILED;
                };
        return with(over, progress, null);
    }

    /** From the preview to the deed: what the preview found is found anew. */
    RosterImport applying() {
        return new RosterImport(
                importId,
                cohortId,
                kind,
                by,
                at,
                version + 1,
                Phase.APPLYING,
                source,
                new Progress(0, 0, 0, source.rejected(), 0, 0),
                source.problems(),
                List.of(),
                preview,
                null,
                null);
    }

    RosterImport undoing() {
        return with(Phase.UNDOING, progress.fromTheStart(), null);
    }

    RosterImport failed(String code, Map<String, Object> parameters) {
        return new RosterImport(
                importId,
                cohortId,
                kind,
                by,
                at,
                version + 1,
                Phase.FAILED,
                source,
                progress,
                problems,
                warnings,
                preview,
                new Failure(code, parameters),
                null);
    }

    private RosterImport with(Phase next, Progress far, @Nullable Lease held) {
        return new RosterImport(
                importId,
                cohortId,
                kind,
                by,
                at,
                version + 1,
                next,
                source,
                far,
                problems,
                warnings,
                preview,
                failure,
                held);
    }

    private static List<RosterProblem> first(List<RosterProblem> all) {
        return List.copyOf(all.subList(0, Math.min(all.size(), PROBLEMS_MAX)));
    }

    private static List<RosterProblem> first(List<RosterProblem> some, List<RosterProblem> more) {
        List<RosterProblem> all = new ArrayList<>(some);
        all.addAll(more);
        return first(all);
    }
}
