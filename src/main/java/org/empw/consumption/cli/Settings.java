package org.empw.consumption.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.empw.consumption.api.Account;
import org.empw.consumption.http.BaseUrl;

/**
 * The configuration: from the environment, and where that has nothing, from the file {@code .env}. A blank value is as
 * good as none.
 *
 * @param api where the API is and who logs in; empty where the run needs none
 * @param batchSize how many reports go into one POST at most
 * @param journalFile keeps what was planned, sent and stored
 * @param heartbeatUrl where a monitor is told of the run
 * @param jsonLog whether the log is for a program
 * @param checkSensors whether to compare the sensors with those that are registered
 */
public record Settings(
        Optional<Api> api,
        int batchSize,
        Optional<Path> journalFile,
        Optional<BaseUrl> heartbeatUrl,
        boolean jsonLog,
        boolean checkSensors) {

    /** Where the API is, and in whose name to log in. */
    public record Api(BaseUrl baseUrl, Account account) {}

    static final int DEFAULT_BATCH_SIZE = 500;

    /** Ten thousand took the API 24.5 s to store; behind Heroku's router it has 30. */
    private static final int MAX_BATCH_SIZE = 10_000;

    /**
     * Reads the configuration.
     *
     * @param directory where {@code .env} is looked for
     * @param needsApi whether the run talks to the API, so that its settings are required
     * @throws UsageException naming at once all that is missing or wrong, and no value
     */
    public static Settings load(Map<String, String> environment, Path directory, boolean needsApi)
            throws UsageException {
        Reader reader = new Reader(environment, directory);
        Optional<Api> api = needsApi ? reader.api() : Optional.empty();
        Settings settings = new Settings(
                api,
                reader.batchSize(),
                reader.journalFile(),
                reader.url("HEARTBEAT_URL", reader.optional("HEARTBEAT_URL")),
                reader.choice("LOG_FORMAT", "text", "json"),
                reader.choice("CHECK_SENSORS", "false", "true"));
        reader.failOnProblems();
        return settings;
    }

    /** The settings of a run against the API at {@code url}, whatever the environment says. */
    public static Settings of(String url, String email, String password) {
        Api api = new Api(BaseUrl.parse(url), new Account(email, password));
        return new Settings(Optional.of(api), DEFAULT_BATCH_SIZE, Optional.empty(), Optional.empty(), false, false);
    }

    /** Looks settings up and collects what is wrong with them. */
    private static final class Reader {

        /** What Java puts in the place of a byte of the environment that it cannot decode. */
        private static final char UNREADABLE = '\uFFFD';

        private final Map<String, String> environment;
        private final Map<String, String> file = new HashMap<>();
        private final List<String> problems = new ArrayList<>();
        private final String missing;
        private final boolean fileIsBroken;

        Reader(Map<String, String> environment, Path directory) {
            this.environment = environment;
            if (Files.exists(directory.resolve(".env"))) {
                missing = "is not set in the environment or in .env";
                new DotenvFile(directory).read(file, problems);
                fileIsBroken = !problems.isEmpty();
            } else {
                fileIsBroken = false;
                missing = "is not set; copy .example.env to .env and fill it in, or set it in the environment";
            }
        }

        Optional<Api> api() {
            Optional<BaseUrl> url = url("API_BASE_URL", required("API_BASE_URL"));
            Optional<String> email = required("ADMIN_EMAIL");
            Optional<String> password = required("ADMIN_PASSWORD");
            return url.isEmpty() || email.isEmpty() || password.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Api(url.get(), new Account(email.get(), password.get())));
        }

        Optional<BaseUrl> url(String name, Optional<String> text) {
            try {
                return text.isPresent() ? Optional.of(BaseUrl.parse(text.get().strip())) : Optional.empty();
            } catch (IllegalArgumentException e) {
                problems.add(name + " " + e.getMessage());
                return Optional.empty();
            }
        }

        /** Whether the setting has the second of its two values, and not the first, which is its default. */
        boolean choice(String name, String usual, String other) {
            String value = optional(name).orElse(usual).strip().toLowerCase(Locale.ROOT);
            if (!value.equals(usual) && !value.equals(other)) {
                problems.add(name + " is neither " + usual + " nor " + other);
            }
            return value.equals(other);
        }

        int batchSize() {
            Optional<String> text = optional("BATCH_SIZE");
            try {
                int size = text.isPresent() ? Integer.parseInt(text.get().strip()) : DEFAULT_BATCH_SIZE;
                if (size >= 1 && size <= MAX_BATCH_SIZE) {
                    return size;
                }
            } catch (NumberFormatException e) {
                // named below
            }
            problems.add("BATCH_SIZE is not a whole number from 1 to " + MAX_BATCH_SIZE);
            return DEFAULT_BATCH_SIZE;
        }

        Optional<Path> journalFile() {
            Optional<String> text = optional("JOURNAL_FILE");
            try {
                return text.isPresent() ? Optional.of(Path.of(text.get())) : Optional.empty();
            } catch (InvalidPathException e) {
                problems.add("JOURNAL_FILE is not a file name");
                return Optional.empty();
            }
        }

        void failOnProblems() throws UsageException {
            if (!problems.isEmpty()) {
                throw new UsageException(String.join("\n", problems));
            }
        }

        private Optional<String> required(String name) {
            Optional<String> value = optional(name);
            if (value.isEmpty() && !fileIsBroken) {
                problems.add(name + " " + missing);
            }
            return value;
        }

        private Optional<String> optional(String name) {
            String value = environment.get(name);
            if (value == null || value.isBlank()) {
                value = file.get(name);
            } else if (value.indexOf(UNREADABLE) >= 0) {
                // Happens under cron, whose processes have no locale; the API would say that the password is wrong.
                problems.add(
                        name + " holds characters that are unreadable without a locale; set LANG=C.UTF-8, or use .env");
            }
            return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
        }
    }
}
