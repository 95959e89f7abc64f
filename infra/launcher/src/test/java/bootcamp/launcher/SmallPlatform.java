package bootcamp.launcher;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * A process that runs the real database and broker with two programs that do nothing but listen, so
 * that starting, stopping and refusing are tested apart from what the real ones do.
 */
final class SmallPlatform {

    private static final Program SERVICE = new Program("small", Application.class.getName());

    private SmallPlatform() {}

    public static void main(String[] args) throws Exception {
        DataDirectory data = DataDirectory.open(Path.of(args[0]));
        Logs.to(data.logs());
        Door door = Door.open(InetAddress.getByName("127.0.0.1"), 0, false);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        new Up(data, door, out, new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .run(List.of(SERVICE), SERVICE, Map.of(), platform -> {}, platform -> {});
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        NettyReactiveWebServerFactory server(Environment settings) throws Exception {
            int port = settings.getRequiredProperty("server.port", Integer.class);
            NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory(port);
            String address = Objects.requireNonNull(settings.getProperty("server.address"));
            factory.setAddress(InetAddress.getByName(address));
            return factory;
        }

        @Bean
        HttpHandler answers() {
            return RouterFunctions.toHttpHandler(
                    route(GET("/readyz"), request -> ServerResponse.ok().build()));
        }
    }
}
