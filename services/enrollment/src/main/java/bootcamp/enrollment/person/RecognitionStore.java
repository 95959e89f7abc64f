package bootcamp.enrollment.person;

import static com.mongodb.client.model.Filters.in;

import bootcamp.enrollment.person.Who.Known;
import bootcamp.enrollment.person.Who.Nobody;
import bootcamp.enrollment.person.Who.Stranger;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who is meant by what is said, as far as claims and persons tell it; looks, and changes nothing.
 */
final class RecognitionStore {

    static final String EXTERNAL_ID = "externalId";
    static final String EMAIL = "email";
    private static final String NAME = "name";
    private static final String PHONE = "phone";

    /** By which people are known, and which a roster may change. */
    static final List<String> FIELDS = List.of(EXTERNAL_ID, NAME, EMAIL, PHONE);

    private final ClaimStore claims;
    private final MongoCollection<Document> persons;

    RecognitionStore(ClaimStore claims, MongoCollection<Document> persons) {
        this.claims = claims;
        this.persons = persons;
    }

    // ---- what is asked

    /** A question with the claims it makes, in the order of their ids. */
    record Asked(Said said, List<String> claimIds) {

        int key() {
            return said.key();
        }

        String firstClaim() {
            return claimIds.getFirst();
        }
    }

    List<Asked> asked(List<Said> all) {
        return all.stream()
                .map(said -> new Asked(said, claims.idsOf(said.externalId(), said.email())))
                .toList();
    }

    // ---- what is known

    /** What was found for some claims. */
    record Look(Map<String, Document> claims, Map<String, Document> persons) {

        /** Claims of people who are being removed are nobody's any more. */
        List<Document> leaving() {
            return persons.values().stream().filter(ClaimStore::isLeaving).toList();
        }

        @Nullable Document claim(String id) {
            return claims.get(id);
        }

        @Nullable Document person(Document claim) {
            return persons.get(claim.getString("studentId"));
        }
    }

    Mono<Look> look(List<Asked> all) {
        Set<String> claimIds =
                all.stream()
                        .flatMap(asked -> asked.claimIds().stream())
                        .collect(Collectors.toSet());
        return claims.find(claimIds)
                .collectMap(RecognitionStore::id)
                .flatMap(
                        found ->
                                persons(students(found.values()))
                                        .map(people -> new Look(found, people)));
    }

    private Mono<Map<String, Document>> persons(Set<String> studentIds) {
        return studentIds.isEmpty()
                ? Mono.just(Map.of())
                : Flux.from(persons.find(in("_id", studentIds))).collectMap(RecognitionStore::id);
    }

    private static Set<String> students(Collection<Document> claims) {
        return claims.stream()
                .map(claim -> claim.getString("studentId"))
                .collect(Collectors.toSet());
    }

    Map<Integer, Who> answers(List<Asked> all, Look known) {
        Map<Integer, Who> answers = new HashMap<>();
        all.forEach(asked -> answers.put(asked.key(), answer(asked, known)));
        return answers;
    }

    Who answer(Asked asked, Look known) {
        List<String> erased =
                asked.claimIds().stream()
                        .filter(id -> ClaimStore.isErased(known.claim(id)))
                        .toList();
        if (!erased.isEmpty()) {
            return new Nobody(
                    erased.size() == 1 ? field(asked, erased.getFirst()) : null, "ERASED", false);
        }
        Map<String, @Nullable Document> found = new LinkedHashMap<>();
        for (String id : asked.claimIds()) {
            Document claim = known.claim(id);
            if (claim == null) {
                continue;
            }
            Document person = known.person(claim);
            if (person == null || !ClaimStore.isLeaving(person)) {
                found.put(claim.getString("studentId"), person);
            }
        }
        return answer(asked.said(), found);
    }

    /** By which of what was said a claim was made. */
    private String field(Asked asked, String claimId) {
        String email = asked.said().email();
        return email != null && claims.ofEmail(email).equals(claimId) ? EMAIL : EXTERNAL_ID;
    }

    /** A claim without a person was left behind; who settles next writes the person. */
    private static Who answer(Said said, Map<String, @Nullable Document> found) {
        if (found.size() > 1) {
            return new Nobody(EMAIL, "TWO_PEOPLE", true);
        }
        for (Map.Entry<String, @Nullable Document> only : found.entrySet()) {
            Document person = only.getValue();
            return person == null ? new Stranger() : answer(said, only.getKey(), person);
        }
        return new Stranger();
    }

    private static Who answer(Said said, String studentId, Document person) {
        if (person.containsKey("erasedOn")) {
            return new Nobody(null, "ERASED", false);
        }
        String externalId = person.getString(EXTERNAL_ID);
        boolean isOther =
                said.externalId() != null
                        && externalId != null
                        && !said.externalId().equals(externalId);
        return isOther
                ? new Nobody(EXTERNAL_ID, "OTHER_EXTERNAL_ID", true)
                : new Known(studentId, !news(said, person).isEmpty());
    }

    /** What is said of a person and not noted, by field. */
    static Map<String, String> news(Said said, Document person) {
        Map<String, String> news = new LinkedHashMap<>();
        said(said)
                .forEach(
                        (field, value) -> {
                            if (!value.equals(person.getString(field))) {
                                news.put(field, value);
                            }
                        });
        return news;
    }

    static Map<String, String> said(Said said) {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, EXTERNAL_ID, said.externalId());
        put(fields, NAME, said.name());
        put(fields, EMAIL, said.email());
        put(fields, PHONE, said.phone());
        return fields;
    }

    private static void put(Map<String, String> fields, String field, @Nullable String value) {
        if (value != null) {
            fields.put(field, value);
        }
    }

    static String id(Document document) {
        return document.getString("_id");
    }
}
