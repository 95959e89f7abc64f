package bootcamp.review.ticket;

import bootcamp.platform.file.FileKeys;
import bootcamp.platform.source.KeyedHash;
import bootcamp.review.school.School;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The beans of tickets. */
@Configuration(proxyBeanMethods = false)
public class TicketBeans {

    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);

    @Bean
    TicketKeys ticketKeys(
            MongoDatabase database,
            @Value("${bootcamp.files.secret}") String secret,
            School school,
            Clock clock) {
        return new TicketKeys(database, FileKeys.of(secret), school, clock);
    }

    @Bean
    TicketDesk ticketDesk(
            MongoDatabase database,
            TicketKeys ticketKeys,
            School school,
            KeyedHash hash,
            Clock clock) {
        return new TicketDesk(database, ticketKeys, school, hash, clock);
    }

    /** What fails is tried again the next time. */
    @Bean(destroyMethod = "dispose")
    Disposable keysOfClosedWindows(TicketKeys ticketKeys) {
        return Flux.interval(BETWEEN_SWEEPS)
                .onBackpressureDrop()
                .concatMap(
                        _ ->
                                ticketKeys
                                        .destroyClosed()
                                        .onErrorResume(
                                                failure -> {
                                                    LoggerFactory.getLogger(TicketBeans.class)
                                                            .atWarn()
                                                            .setCause(failure)
                                                            .log("Keys are not destroyed yet");
                                                    return Mono.empty();
                                                }))
                .subscribe();
    }
}
