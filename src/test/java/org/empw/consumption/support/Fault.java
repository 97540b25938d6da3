package org.empw.consumption.support;

import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;

/**
 * What goes wrong with one request, on three independent axes.
 *
 * @param failsAt where on its way
 * @param applied how much of it the API applies anyway, if it arrives
 * @param answer what the client sees of the answer, if it arrives
 */
public record Fault(FailsAt failsAt, Applied applied, Answer answer) {
    public static final Fault NONE = new Fault(FailsAt.NOWHERE, Applied.ALL, Answer.AS_IT_IS);

    /** Arrives, is not applied, and is answered so. */
    public static Fault answering(Answer answer) {
        return new Fault(FailsAt.NOWHERE, Applied.NOTHING, answer);
    }

    /** Arrives, is applied so far, and is not answered. */
    public static Fault losing(Applied applied) {
        return answering(Answer.NO_ANSWER).afterApplying(applied);
    }

    /** Breaks on its way. */
    public static Fault breaking(FailsAt failsAt) {
        return new Fault(failsAt, Applied.NOTHING, Answer.AS_IT_IS);
    }

    /** The same, and so much of it is applied. */
    public Fault afterApplying(Applied some) {
        return new Fault(failsAt, some, answer);
    }

    /** Where a request fails before it arrives. */
    public enum FailsAt {
        NOWHERE,
        CONNECTING,
        SENDING_HEADERS,
        SENDING_BODY
    }

    /** How many reports of a POST the API stores before it answers. */
    public enum Applied {
        NOTHING,
        PREFIX,
        ALL;

        public int of(int reports) {
            return this == NOTHING ? 0 : this == PREFIX ? (reports + 1) / 2 : reports;
        }
    }

    /** What becomes of the answer. */
    public enum Answer {
        AS_IT_IS(false),
        NO_ANSWER(true),
        CUT_HEADERS(true),
        CUT_BODY(true),
        GARBAGE(true),
        OK_200(true),
        MOVED_301(false),
        REDIRECT_302(true),
        REDIRECT_307(false),
        REDIRECT_308(false),
        BAD_REQUEST_400(false),
        UNAUTHORIZED_401(false),
        FORBIDDEN_403(false),
        NOT_FOUND_404(false),
        TIMEOUT_408(true),
        TOO_LARGE_413(false),
        UNPROCESSABLE_422(false),
        THROTTLED_429(false),
        THROTTLED_429_ABSURDLY(false),
        ERROR_500(true),
        UNAVAILABLE_503_NOW(true),
        UNAVAILABLE_503_ABSURDLY(true),
        GATEWAY_TIMEOUT_504(true);

        private final boolean ambiguous;

        Answer(boolean ambiguous) {
            this.ambiguous = ambiguous;
        }

        /** Whether a client that sees this cannot know what the API did. */
        public boolean isAmbiguous() {
            return ambiguous;
        }

        /** Whether a real API that shows this has applied nothing. */
        public boolean isRefusal() {
            return !ambiguous && this != AS_IT_IS;
        }

        public MockResponse disturb(MockResponse.Builder answer) {
            return switch (this) {
                case AS_IT_IS -> answer.build();
                case NO_ANSWER ->
                    answer.onResponseStart(new SocketEffect.CloseSocket()).build();
                case CUT_BODY ->
                    answer.getBody() == null
                            ? answer.onResponseStart(new SocketEffect.CloseSocket())
                                    .build()
                            : answer.onResponseBody(new SocketEffect.CloseSocket())
                                    .build();
                case CUT_HEADERS ->
                    answer.status("HTTP/1.1 20")
                            .onResponseBody(new SocketEffect.CloseSocket())
                            .onResponseEnd(new SocketEffect.CloseSocket())
                            .build();
                case GARBAGE ->
                    answer.status("SSH-2.0-OpenSSH_9.2")
                            .onResponseEnd(new SocketEffect.CloseSocket())
                            .build();
                case OK_200 -> plain(answer, 200).body("<html>Hello</html>").build();
                case MOVED_301 ->
                    plain(answer, 301)
                            .addHeader("Location", "https://u:p@api.example.com/v2/admins/login?x=y")
                            .build();
                case REDIRECT_302 ->
                    plain(answer, 302).addHeader("Location", "/elsewhere").build();
                case REDIRECT_307 ->
                    plain(answer, 307).addHeader("Location", "/elsewhere").build();
                case REDIRECT_308 ->
                    plain(answer, 308).addHeader("Location", "/elsewhere").build();
                case THROTTLED_429_ABSURDLY ->
                    plain(answer, 429).addHeader("Retry-After", "99999999999").build();
                case UNAVAILABLE_503_NOW ->
                    plain(answer, 503).addHeader("Retry-After", "0").build();
                case UNAVAILABLE_503_ABSURDLY ->
                    plain(answer, 503).addHeader("Retry-After", "99999999999").build();
                default ->
                    plain(answer, Integer.parseInt(name().substring(name().lastIndexOf('_') + 1)))
                            .build();
            };
        }

        private static MockResponse.Builder plain(MockResponse.Builder answer, int code) {
            return answer.code(code)
                    .removeHeader("Transfer-Encoding")
                    .removeHeader("Content-Type")
                    .body("");
        }
    }

    /** Whether the client cannot know what the API did. */
    public boolean isAmbiguous() {
        return failsAt == FailsAt.NOWHERE && answer.isAmbiguous();
    }

    /** All combinations that can happen: what never arrives is not applied, and a refusal applies nothing. */
    public static List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        for (FailsAt failsAt : FailsAt.values()) {
            if (failsAt != FailsAt.NOWHERE) {
                faults.add(breaking(failsAt));
            }
        }
        for (Answer answer : Answer.values()) {
            for (Applied applied : Applied.values()) {
                boolean possible = answer == Answer.AS_IT_IS
                        ? applied == Applied.ALL
                        : !answer.isRefusal() || applied == Applied.NOTHING;
                if (possible) {
                    faults.add(answering(answer).afterApplying(applied));
                }
            }
        }
        return faults;
    }
}
