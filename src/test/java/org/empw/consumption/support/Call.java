package org.empw.consumption.support;

/** The calls of the API, each of which can fail. */
public enum Call {
    LOGIN,
    READINGS,
    SENSORS,
    REPORTS;

    public static Call of(String target) {
        return target.endsWith("/admins/login")
                ? LOGIN
                : target.endsWith("/consumption_data") ? READINGS : target.endsWith("/sensors") ? SENSORS : REPORTS;
    }
}
