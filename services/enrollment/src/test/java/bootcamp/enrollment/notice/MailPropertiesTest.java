package bootcamp.enrollment.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.enrollment.notice.MailProperties.Security;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a mail server's configuration must say before the service starts with it. */
class MailPropertiesTest {

    @ParameterizedTest
    @CsvSource(
            value = {
                "587, STARTTLS, school, secret, '', 10s, from",
                "0, STARTTLS, school, secret, a@b.example, 10s, port",
                "65536, STARTTLS, school, secret, a@b.example, 10s, port",
                "587, STARTTLS, school, '', a@b.example, 10s, password",
                "587, STARTTLS, , secret, a@b.example, 10s, username",
                "587, NONE, school, secret, a@b.example, 10s, NONE",
                "587, STARTTLS, school, secret, a@b.example, 0s, timeout",
                "587, STARTTLS, school, secret, a@b.example, 61s, timeout",
                "587, STARTTLS, school, secret, no address, 10s, from",
                "587, STARTTLS, school, secret, 'a@b.example, c@d.example', 10s, from"
            })
    void whatIsUnsafeOrMissingStopsTheStart(
            int port,
            Security security,
            @Nullable String username,
            String password,
            String from,
            String timeout,
            String named) {
        assertThatThrownBy(
                        () ->
                                new MailServer(
                                        new MailProperties(
                                                "mail.example",
                                                port,
                                                security,
                                                username,
                                                password,
                                                from,
                                                Duration.parse("PT" + timeout))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("secret");
    }

    @Test
    void anEmptyHostIsNone() {
        MailProperties none =
                new MailProperties(" ", 587, Security.STARTTLS, "", "", "", Duration.ofSeconds(10));

        assertThat(none.host()).isNull();
        assertThat(none).asString().isEqualTo("MailProperties[null]");
    }
}
