package bootcamp.curriculum.imports;

import bootcamp.curriculum.attendance.IntakeDesk.Row;
import bootcamp.curriculum.attendance.Mark;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.State;
import bootcamp.platform.stream.BatchReader;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads what enrollment asks to have done with imported attendance, and does it. It is a group of
 * its own, so that who belongs where is read on while rows are entered; what that group has not
 * read yet is waited for.
 */
public final class ImportFeed implements BatchReader<ImportRequest> {

    public static final String SERVICE = "enrollment";

    /** The consumer group. */
    public static final String READER = "curriculum-imports";

    private static final String AGGREGATE = "AttendanceImport";

    /** The aggregates of the topic and the newest version of each that is understood here. */
    public static final EventCodec CODEC =
            EventCodec.reading(
                    Map.of(
                            "Cohort",
                            1,
                            "Enrollment",
                            1,
                            "Erasure",
                            1,
                            AGGREGATE,
                            1,
                            "RiskList",
                            1));

    /** Asks for nothing: what was entered stays. */
    private static final String KEEP = "KEEP";

    private final Importer importer;

    ImportFeed(Importer importer) {
        this.importer = importer;
    }

    @Override
    public List<ImportRequest> read(Event event) {
        return !event.aggregate().equals(AGGREGATE) || State.of(event).text("step").equals(KEEP)
                ? List.of()
                : List.of(request(event));
    }

    private static ImportRequest request(Event event) {
        State state = State.of(event);
        if (!AttendanceImportOutcome.isId(event.id())) {
            throw State.doesNotFit("id");
        }
        return new ImportRequest(
                event.id(),
                event.version(),
                state.text("cohortId"),
                state.parsed("step", Step::valueOf),
                state.text("by"),
                state.list("rows").stream().map(ImportFeed::row).toList());
    }

    private static Row row(State said) {
        int row = said.number("row");
        List<Mark> marks = said.eachParsed("marks", Mark::valueOf);
        try {
            return new Row(row, said.day("date"), said.text("studentId"), marks);
        } catch (IllegalArgumentException notTogether) {
            throw State.doesNotFit("marks");
        }
    }

    @Override
    public Mono<Void> apply(List<ImportRequest> batch) {
        return Flux.fromIterable(batch).concatMap(importer::carryOut).then();
    }
}
