package bootcamp.review.conduct;

import bootcamp.platform.http.Unseen;
import bootcamp.platform.source.KeyedHash;
import bootcamp.review.Places;
import bootcamp.review.school.School;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of reports of conduct. */
@Configuration(proxyBeanMethods = false)
public class ConductBeans {

    /** Whoever comes back with a code is nobody. */
    public static final List<Unseen.Route> UNSEEN = ReturnApi.ROUTES;

    /**
     * Wrong codes at once, and each second after. It is for the load: at this pace 100 bits are not
     * guessed in the life of the universe.
     */
    private static final int WRONG_AT_ONCE = 40;

    private static final int WRONG_A_SECOND = 10;

    @Bean
    ConductDesk conductDesk(MongoDatabase database, KeyedHash hash) {
        Bucket wrongCodes =
                Bucket.builder()
                        .addLimit(
                                limit ->
                                        limit.capacity(WRONG_AT_ONCE)
                                                .refillGreedy(
                                                        WRONG_A_SECOND, Duration.ofSeconds(1)))
                        .build();
        return new ConductDesk(new ConductReportStore(database), hash, wrongCodes);
    }

    @Bean
    RecipientStore recipients(MongoDatabase database) {
        return new RecipientStore(database);
    }

    @Bean
    ConductApi conductApi(ConductDesk conductDesk, RecipientStore recipients) {
        return new ConductApi(conductDesk, recipients);
    }

    @Bean
    RecipientApi recipientApi(RecipientStore recipients, School school) {
        return new RecipientApi(recipients, school);
    }

    @Bean
    ReturnApi returnApi(ConductDesk conductDesk, Places places) {
        return new ReturnApi(conductDesk, places);
    }
}
