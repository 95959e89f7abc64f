package bootcamp.platform.stream;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.Bindable;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import tools.jackson.databind.ObjectMapper;

@NullUnmarked
class LateBindingsTest {

    @Test
    void whatCouldNotBeBoundIsTriedAgainAndNothingIsBoundTwice(@TempDir Path directory)
            throws Exception {
        Function sound = new Function(0);
        Function refused = new Function(2);
        Map<String, Bindable> functions = new LinkedHashMap<>();
        functions.put("sound", sound);
        functions.put("refused", refused);
        BindingService service =
                new BindingService(new BindingServiceProperties(), null, new ObjectMapper());
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            LateBindings bindings = new LateBindings(service, functions, admin);

            bindings.start();

            assertThat(refused.done.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(sound.bound).hasValue(1);
            assertThat(refused.bound).hasValue(1);
            bindings.stop();
            assertThat(bindings.isRunning()).isFalse();
        }
    }

    /** Cannot be bound the first few times. */
    private static final class Function implements Bindable {

        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicInteger bound = new AtomicInteger();
        private int refusals;

        Function(int refusals) {
            this.refusals = refusals;
        }

        @Override
        public Collection<Binding<Object>> createAndBindInputs(BindingService service) {
            if (refusals-- > 0) {
                throw new IllegalStateException("the topic has no partitions yet");
            }
            bound.incrementAndGet();
            done.countDown();
            return List.of();
        }

        @Override
        public void unbindInputs(BindingService service) {
            bound.set(0);
        }
    }
}
