package bootcamp.platform.projection;

import bootcamp.platform.event.Event;
import bootcamp.platform.projection.Projection.Row;
import bootcamp.platform.stream.BatchReader;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps projections, as many as one feed fills: one bulk write for each and batch. */
public final class ProjectionReader implements BatchReader<ProjectionReader.Entry> {

    private final Function<Event, List<Entry>> entries;

    /** A row, and where it is kept. */
    public record Entry(Projection into, Row row) {}

    /**
     * @param entries what an event says; pure, throws to have it parked, none where it says nothing
     */
    public ProjectionReader(Function<Event, List<Entry>> entries) {
        this.entries = entries;
    }

    @Override
    public List<Entry> read(Event event) {
        return entries.apply(event);
    }

    @Override
    public Mono<Void> apply(List<Entry> batch) {
        Map<Projection, List<Row>> rows =
                batch.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Entry::into,
                                        Collectors.mapping(Entry::row, Collectors.toList())));
        return Flux.fromIterable(rows.entrySet())
                .concatMap(each -> each.getKey().write(each.getValue()))
                .then();
    }
}
