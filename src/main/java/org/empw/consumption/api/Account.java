package org.empw.consumption.api;

/** The admin in whose name the job logs in. */
public record Account(String email, String password) {
    /** Names neither, because what is printed may be kept. */
    @Override
    public String toString() {
        return "Account[hidden]";
    }
}
