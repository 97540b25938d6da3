package org.empw.consumption.api;

/** What came is not the JSON that the API's contract promises. The message says what came instead. */
public final class MalformedResponseException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean json;

    private MalformedResponseException(String message, boolean json) {
        super(message);
        this.json = json;
    }

    /** It is JSON, or begins like it. */
    static MalformedResponseException json(String message) {
        return new MalformedResponseException(message, true);
    }

    /** It is something else, such as a page of HTML. */
    static MalformedResponseException notJson(String message) {
        return new MalformedResponseException(message, false);
    }

    /** Whether it is JSON at all; if not, it probably comes from somebody else. */
    public boolean isJson() {
        return json;
    }
}
