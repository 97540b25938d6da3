package org.empw.consumption.delivery;

/** No further batch is to be sent. The message says why, as a sentence without its period. */
final class DeliveryStoppedException extends Exception {
    private static final long serialVersionUID = 1;

    private final DeliveryResult.Cause reason;

    DeliveryStoppedException(DeliveryResult.Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    DeliveryResult.Cause reason() {
        return reason;
    }
}
