package org.empw.consumption.http;

import java.io.IOException;

/** The server could not prove who it is, which no waiting changes. Nothing was sent. The message says the way out. */
public final class UntrustedServerException extends IOException {
    private static final long serialVersionUID = 1;

    UntrustedServerException(String message, IOException cause) {
        super(message, cause);
    }
}
