package bootcamp.gateway.signin;

/**
 * One attempt to sign in by the issuer, from the button to the way back.
 *
 * @param secret in the browser's cookie; the others follow from it and the gateway's own secret
 * @param state comes back through the browser: the answer belongs to this browser's question
 * @param nonce comes back in the issuer's token: the token belongs to this question
 * @param verifier of the code (PKCE, RFC 7636): nobody else can use it
 */
record OpenIdAttempt(String secret, String state, String nonce, String verifier) {

    /** None of the secrets. */
    @Override
    public String toString() {
        return "OpenIdAttempt[]";
    }
}
