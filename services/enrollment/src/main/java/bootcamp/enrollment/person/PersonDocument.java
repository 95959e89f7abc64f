package bootcamp.enrollment.person;

import bootcamp.enrollment.person.Person.Enrolling;
import bootcamp.enrollment.person.Person.Remark;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A person as {@link PersonStore} keeps it, read. */
final class PersonDocument {

    private PersonDocument() {}

    /** Of one who is there and not leaving. */
    static Person person(Document stored) {
        String erasedOn = stored.getString("erasedOn");
        return new Person(
                stored.getString("_id"),
                stored.get("version", Number.class).longValue(),
                stored.getString("externalId"),
                stored.getString("name"),
                stored.getString("email"),
                stored.getString("phone"),
                stored.getList("claims", String.class, List.of()),
                stored.getList("enrollmentIds", String.class, List.of()),
                remarks(stored.get("remarks", Document.class)),
                enrolling(stored),
                erasedOn == null ? null : LocalDate.parse(erasedOn));
    }

    private static Enrolling enrolling(Document stored) {
        Map<String, Instant> open = new HashMap<>();
        stored.getList("enrolling", Document.class, List.of())
                .forEach(each -> open.put(each.getString("by"), each.getDate("at").toInstant()));
        Number begun = stored.get("enrollings", Number.class);
        return new Enrolling(begun == null ? 0 : begun.longValue(), open);
    }

    private static Map<String, Remark> remarks(@Nullable Document stored) {
        Map<String, Remark> remarks = new HashMap<>();
        if (stored != null) {
            stored.forEach(
                    (id, value) -> {
                        Document remark = (Document) value;
                        remarks.put(
                                id,
                                new Remark(remark.getDouble("score"), remark.getString("text")));
                    });
        }
        return remarks;
    }
}
