package org.empw.consumption.http;

import java.io.IOException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The server could not prove who it is, which no waiting changes. Nothing was sent. The message says the way out. */
public final class UntrustedServerException extends IOException {
    private static final long serialVersionUID = 1;

    private static final String OTHER_NAME = " is for another name; use the name that it is for";
    private static final String UNKNOWN_CA = " is not trusted; if it is your own CA's, name a store with that CA: "
            + "java -Djavax.net.ssl.trustStore=FILE -jar ...";

    UntrustedServerException(String host, IOException cause) {
        super(
                "the certificate of " + host + (cause instanceof SSLPeerUnverifiedException ? OTHER_NAME : UNKNOWN_CA),
                cause);
    }
}
