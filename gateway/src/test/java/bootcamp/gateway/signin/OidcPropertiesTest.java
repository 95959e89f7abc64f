package bootcamp.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an issuer's configuration must say before the gateway starts with it. */
class OidcPropertiesTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://id.example/realm", "http://127.0.0.1:9000", "http://[::1]:90"})
    void anIssuerIsReachedWhereNobodyListensIn(String issuer) {
        assertThat(of(issuer, "client", "secret").issuer()).isEqualTo(issuer);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "http://id.example, client, secret, https",
                "http://127.0.0.1.id.example, client, secret, https",
                "id.example, client, secret, https",
                "javascript:alert(1), client, secret, https",
                "https://id.example, , secret, client-id",
                "https://id.example, client, , client-secret",
                "https://id.example, client, ' ', client-secret"
            })
    void whatIsUnsafeOrMissingStopsTheStart(
            String issuer, String client, String secret, String named) {
        assertThatThrownBy(() -> of(issuer, client, secret)).hasMessageContaining(named);
    }

    @Test
    void anEmptyIssuerIsNone() {
        assertThat(of(" ", "", "").issuer()).isNull();
    }

    private static OidcProperties of(String issuer, String client, String secret) {
        return new OidcProperties(issuer, client, secret, "School", "preferred_username");
    }
}
