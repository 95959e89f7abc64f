package bootcamp.review.ticket;

import bootcamp.platform.file.FileKeys;
import bootcamp.platform.source.KeyedHash;
import bootcamp.platform.task.Background;
import bootcamp.review.school.School;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of tickets. */
@Configuration(proxyBeanMethods = false)
public class TicketBeans {

    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);

    @Bean
    TicketKeyStore ticketKeys(
            MongoDatabase database,
            @Value("${bootcamp.files.secret}") String secret,
            School school,
            Clock clock) {
        return new TicketKeyStore(database, FileKeys.of(secret), school, clock);
    }

    @Bean
    TicketDesk ticketDesk(
            MongoDatabase database,
            TicketKeyStore ticketKeys,
            School school,
            KeyedHash hash,
            Clock clock) {
        return new TicketDesk(new TicketStore(database), ticketKeys, school, hash, clock);
    }

    @Bean
    InitializingBean ticketChores(Background background, TicketKeyStore ticketKeys) {
        return () ->
                background.every(
                        BETWEEN_SWEEPS, "keys of closed windows", ticketKeys::destroyClosed);
    }
}
