package org.empw.consumption.http;

import java.io.IOException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;

/** No connection was made, for a reason that waiting does not change. Nothing was sent. The message says what to do. */
public final class PermanentException extends IOException {
    private static final long serialVersionUID = 1;

    private static final String OTHER_NAME = " is for another name; use the name that it is for";
    private static final String EXPIRED = " has expired; whoever runs that server has to renew it";
    private static final String NOT_YET_VALID = " is not valid yet; check this machine's clock";
    private static final String UNKNOWN_CA = " is not trusted; if it is your own CA's, name a store with that CA: "
            + "java -Djavax.net.ssl.trustStore=FILE -Djavax.net.ssl.trustStorePassword=... -jar ...";
    private static final String NO_CA =
            "the store of CAs cannot be read; check -Djavax.net.ssl.trustStore and give -Djavax.net.ssl.trustStorePassword";

    private static final String NEEDS_PASSWORD = "Failed to authenticate with proxy";

    /** OkHttp's words for what a proxy answers; what a 4xx says stays so, but a timeout and too many requests. */
    private static final Pattern FORBIDDEN =
            Pattern.compile("Unexpected response code for CONNECT: (4(?!08|29)[0-9]{2})");

    private PermanentException(String message, IOException cause) {
        super(message, cause);
    }

    /**
     * The same failure with the way out, if it is such a one.
     *
     * @param host of the server
     * @param proxy through which it was to be reached; empty without one
     */
    static IOException explained(IOException e, String host, String proxy) {
        String message = String.valueOf(e.getMessage());
        Matcher forbidden = FORBIDDEN.matcher(message);
        if (message.equals(NEEDS_PASSWORD)) {
            String problem = "the proxy " + proxy + " wants a password, which this job has none for";
            return new PermanentException(problem + "; use one that wants none" + exempt(host), e);
        }
        if (forbidden.matches()) {
            String problem = "the proxy " + proxy + " does not let this job connect to " + host;
            return new PermanentException(
                    problem + " (" + forbidden.group(1) + "); have it allowed there" + exempt(host), e);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return new PermanentException(certificate(host) + EXPIRED, e);
            }
            if (cause instanceof CertificateNotYetValidException) {
                return new PermanentException(certificate(host) + NOT_YET_VALID, e);
            }
            if (cause instanceof InvalidAlgorithmParameterException) {
                return new PermanentException(NO_CA, e);
            }
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLPeerUnverifiedException) {
                return new PermanentException(certificate(host) + OTHER_NAME, e);
            }
            if (cause instanceof CertificateException) {
                return new PermanentException(certificate(host) + UNKNOWN_CA, e);
            }
        }
        return e;
    }

    private static String certificate(String host) {
        return "the certificate of " + host;
    }

    private static String exempt(String host) {
        return ", or go there without a proxy: java -Dhttp.nonProxyHosts=" + host + " -jar ...";
    }
}
