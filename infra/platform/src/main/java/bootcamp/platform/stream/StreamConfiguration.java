package bootcamp.platform.stream;

import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.KafkaClients.GroupProtocol;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.cloud.stream.binder.kafka.KafkaBindingRebalanceListener;
import org.springframework.cloud.stream.binder.kafka.support.ConsumerConfigCustomizer;
import org.springframework.cloud.stream.binding.Bindable;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.support.converter.BatchMessageConverter;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * The beans of a module that reads events through Spring Cloud Stream. Its {@code …Application}
 * imports this and gives {@link KafkaClients}, and its configuration file imports {@code
 * stream.yml}.
 */
@Configuration(proxyBeanMethods = false)
public class StreamConfiguration {

    private static final long PAUSE_MILLIS_MIN = 200;
    private static final long PAUSE_MILLIS_MAX = 5_000;

    /**
     * Spring Cloud Stream's own would bind, and hang without a broker, while the context starts.
     */
    @Bean
    static BeanDefinitionRegistryPostProcessor bindingsWaitForTheBroker() {
        return registry -> registry.removeBeanDefinition("inputBindingLifecycle");
    }

    @Bean
    @DependsOn("bindingService")
    LateBindings lateBindings(
            BindingService service, Map<String, Bindable> bindables, Admin streamAdmin) {
        return new LateBindings(service, bindables, streamAdmin);
    }

    @Bean(destroyMethod = "")
    Admin streamAdmin(KafkaClients clients) {
        return clients.admin("stream");
    }

    /** Without waiting for what is asked of a broker that does not answer: SIGTERM is honoured. */
    @Bean
    DisposableBean endOfStreamAdmin(Admin streamAdmin) {
        return () -> streamAdmin.close(Duration.ZERO);
    }

    @Bean
    StreamFeeds streamFeeds(
            KafkaClients clients, Admin streamAdmin, InstantSource clock, MeterRegistry meters) {
        return new StreamFeeds(clients, streamAdmin, clock, meters);
    }

    /** Named in {@code stream.yml}. */
    @Bean
    BatchMessageConverter rawRecords() {
        return new RawRecords();
    }

    /**
     * Repeats a batch for ever. Every exception: the default knows some as fatal, and would drop
     * and commit the whole poll after a line in the log.
     */
    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> repeating() {
        return (container, _, _) -> {
            ExponentialBackOff pauses = new ExponentialBackOff(PAUSE_MILLIS_MIN, 2);
            pauses.setMaxInterval(PAUSE_MILLIS_MAX);
            DefaultErrorHandler handler = new DefaultErrorHandler(pauses);
            handler.setClassifications(Map.of(), true);
            handler.setReclassifyOnExceptionChange(false);
            container.setCommonErrorHandler(handler);
        };
    }

    @Bean
    ConsumerConfigCustomizer groups(
            KafkaClients clients,
            @Value("${bootcamp.kafka.group-protocol:CLASSIC}") GroupProtocol protocol) {
        return (properties, _, _) -> properties.putAll(clients.inGroup(protocol));
    }

    /** The first assignment takes over nothing that the start has not looked at. */
    @Bean
    KafkaBindingRebalanceListener takingOver(ObjectProvider<StreamFeed<?>> feeds) {
        return new KafkaBindingRebalanceListener() {
            @Override
            public void onPartitionsAssigned(
                    String bindingName,
                    Consumer<?, ?> consumer,
                    Collection<TopicPartition> partitions,
                    boolean initial) {
                if (!initial && !partitions.isEmpty()) {
                    String group = consumer.groupMetadata().groupId();
                    feeds.stream()
                            .filter(feed -> feed.reader().equals(group))
                            .forEach(StreamFeed::tookOver);
                }
            }
        };
    }
}
