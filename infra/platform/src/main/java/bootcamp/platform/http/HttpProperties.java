package bootcamp.platform.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the HTTP server of a module guards itself.
 *
 * @param bodyBytesMax of a JSON body; more is 413. Default 1 MiB, 1 KiB to 16 MiB
 * @param uploadBytesMax of any other body, such as a roster; more is 413. Default 256 MiB, to 1 GiB
 * @param hosts host names that are answered; empty: on loopback 127.0.0.1, localhost and [::1],
 *     elsewhere all
 * @param https whether people reach it by https (a front that ends TLS counts): secure cookies and
 *     HSTS. Default false
 * @param trustedProxies addresses and networks (CIDR) of fronts that are believed when they say by
 *     {@code X-Forwarded-For} and {@code X-Forwarded-Proto} for whom they ask. Default none
 */
@ConfigurationProperties("bootcamp.http")
public record HttpProperties(
        @DefaultValue("1048576") long bodyBytesMax,
        @DefaultValue("268435456") long uploadBytesMax,
        @DefaultValue List<String> hosts,
        @DefaultValue("false") boolean https,
        @DefaultValue List<String> trustedProxies) {

    public HttpProperties {
        within("bootcamp.http.body-bytes-max", bodyBytesMax, 1 << 10, 16 << 20);
        within("bootcamp.http.upload-bytes-max", uploadBytesMax, 1 << 10, 1 << 30);
        hosts = List.copyOf(hosts);
        trustedProxies = List.copyOf(trustedProxies);
    }

    private static void within(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    key + " is " + value + ", but must be from " + min + " to " + max);
        }
    }
}
