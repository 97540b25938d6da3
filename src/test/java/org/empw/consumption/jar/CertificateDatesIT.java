package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An API whose certificate is of a CA that is trusted, on a day that is not one of its days. */
class CertificateDatesIT extends CertificateITBase {
    @ParameterizedTest
    @CsvSource({
        "-10d, has expired; whoever runs that server has to renew it",
        "+10d, is not valid yet; check this machine's clock"
    })
    void isToldFromACertificateOfAnUnknownCa(String start, String said) throws Exception {
        keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=EMPW test CA", "-ext", "bc=ca:true");
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", "ca.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-signer",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=EMPW test",
                "-ext",
                "san=ip:127.0.0.1",
                "-startdate",
                start,
                "-validity",
                "1");
        keytool("-delete", "-alias", "ca"); // the server does not have the CA's key
        serve();
        JobProcess job = runTrusting("127.0.0.1");
        assertEquals(5, job.code, job.err);
        assertTrue(job.err.contains("the certificate of 127.0.0.1 " + said), job.err);
        assertFalse(job.err.contains("is not trusted"), job.err);
    }
}
