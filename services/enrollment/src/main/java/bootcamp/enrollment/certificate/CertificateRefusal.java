package bootcamp.enrollment.certificate;

import bootcamp.platform.aggregate.Refusal;

/** Why something about a certificate is refused. */
enum CertificateRefusal implements Refusal {
    /** Nobody was ever given such a code, or nothing was completed. */
    CERTIFICATE_NOT_FOUND(Kind.NOT_FOUND);

    private final Kind kind;

    CertificateRefusal(Kind kind) {
        this.kind = kind;
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
