package bootcamp.platform.projection;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.projection.Projection.Row;
import bootcamp.platform.projection.ProjectionReader.Entry;
import java.util.List;
import java.util.Objects;
import org.bson.Document;

/** A projection for the delivery kit: of each house and guest where it is. */
public final class ProjectionReading extends BatchReading<Entry> {

    public ProjectionReading() {
        super(
                EventCodec.ofAll(),
                List.of("kept"),
                into -> {
                    Projection kept = Objects.requireNonNull(into.get("kept"));
                    return new ProjectionReader(event -> List.of(entry(kept, event)));
                });
    }

    private static Entry entry(Projection kept, Event event) {
        Document fields =
                new Document("house", event.state().path("house").asString())
                        .append("n", event.state().path("n").asInt());
        return new Entry(kept, Row.of(event, fields));
    }
}
