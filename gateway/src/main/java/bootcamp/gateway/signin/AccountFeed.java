package bootcamp.gateway.signin;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.State;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.Projection.Row;
import bootcamp.platform.stream.BatchReader;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Reads who was erased: that student's accounts end, and none is made again.
 *
 * <p>The word is kept before the accounts are removed, and {@link Accounts} looks for it after it
 * has written one. So an account that is made at the same time is either there to be removed, or
 * finds the word: whichever comes first, none is left.
 */
final class AccountFeed implements BatchReader<Row> {

    static final String SERVICE = "enrollment";

    /** The consumer group: one of all gateways does it for all. */
    static final String READER = "gateway-accounts";

    /** The aggregates of the topic and the newest version of each that is understood here. */
    static final EventCodec CODEC =
            EventCodec.reading(
                    Map.of(
                            "Cohort",
                            1,
                            "Enrollment",
                            1,
                            "Erasure",
                            1,
                            "AttendanceImport",
                            1,
                            "RiskList",
                            1));

    private final Projection erasures;
    private final Accounts accounts;

    AccountFeed(Projection erasures, Accounts accounts) {
        this.erasures = erasures;
        this.accounts = accounts;
    }

    @Override
    public List<Row> read(Event event) {
        return event.aggregate().equals("Erasure") ? List.of(erased(event)) : List.of();
    }

    private static Row erased(Event event) {
        return Row.of(event, Map.of("erasedOn", State.of(event).day("erasedOn").toString()));
    }

    @Override
    public Mono<Void> apply(List<Row> erased) {
        List<String> studentIds = erased.stream().map(Row::id).distinct().toList();
        return erasures.write(erased).then(Mono.defer(() -> accounts.endOf(studentIds)));
    }
}
