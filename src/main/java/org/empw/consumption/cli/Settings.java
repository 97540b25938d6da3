package org.empw.consumption.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.ledger.DatabaseUrl;

/**
 * The configuration: from the environment, and where that has nothing, from the file {@code .env}. A blank value is as
 * good as none.
 *
 * @param apiBaseUrl where the API is; empty where the run needs none
 * @param adminEmail the admin to log in as; empty where the run does not log in
 * @param adminPassword the admin's password; empty where the run does not log in
 * @param databaseUrl the ledger
 * @param ledgerDecided whether the ledger was decided upon: {@code none} means that there is to be none
 * @param batchSize how many reports go into one POST; empty for the job to decide
 * @param maxWait how long the run may wait in all
 * @param heartbeatUrl where a monitor is told of the run
 * @param checkSensors whether to compare the sensors with those that are registered
 * @param countOvernight whether the water between two days is counted
 * @param jsonLog whether the log is for a program
 * @param origin which settings came from where, in a clause of names
 * @param unknown the lines of {@code .env} that are no settings, and so have no effect
 * @param warnings what is wrong with settings that the run can do without, a sentence each
 */
public record Settings(
        Optional<BaseUrl> apiBaseUrl,
        String adminEmail,
        String adminPassword,
        Optional<DatabaseUrl> databaseUrl,
        boolean ledgerDecided,
        OptionalInt batchSize,
        Duration maxWait,
        Optional<BaseUrl> heartbeatUrl,
        boolean checkSensors,
        boolean countOvernight,
        boolean jsonLog,
        String origin,
        List<String> unknown,
        List<String> warnings) {
    /** The API takes 3 ms to store a report; a POST must end well within the 30 s of Heroku's router. */
    public static final int MAX_BATCH_SIZE = 5_000;

    private static final String NO_LEDGER = "none";

    private static final int DEFAULT_MAX_WAIT_SECONDS = 900;

    /**
     * Reads the configuration, of which {@code options} decide what is required.
     *
     * @param directory where {@code .env} is looked for
     * @throws UsageException naming at once all that is missing or wrong, and no value
     */
    public static Settings load(Map<String, String> environment, Path directory, CommandLineOptions options)
            throws UsageException {
        SettingsReader reader = new SettingsReader(environment, directory);
        if (!reader.text("JOURNAL_FILE", false).isEmpty()) {
            reader.problems.add("JOURNAL_FILE is no longer a setting; set DATABASE_URL=sqlite:FILE instead");
        }
        Optional<LedgerChoice> ledger = reader.parsed(
                "DATABASE_URL", options.needsLedger(), url -> ledger(url, directory, options.needsLedger()));
        Settings settings = new Settings(
                reader.parsed("API_BASE_URL", options.needsApi(), BaseUrl::parse),
                reader.text("ADMIN_EMAIL", options.needsLogin()),
                reader.text("ADMIN_PASSWORD", options.needsLogin()),
                ledger.flatMap(LedgerChoice::url),
                ledger.isPresent(),
                reader.number("BATCH_SIZE", 1, MAX_BATCH_SIZE),
                Duration.ofSeconds(reader.number("MAX_WAIT_SECONDS", 0, 3_600).orElse(DEFAULT_MAX_WAIT_SECONDS)),
                reader.optional("HEARTBEAT_URL", BaseUrl::parse),
                reader.choice("CHECK_SENSORS", "false", "true"),
                reader.choice("COUNT_OVERNIGHT", "false", "true"),
                reader.choice("LOG_FORMAT", "text", "json"),
                reader.origin(),
                reader.unknown(),
                List.copyOf(reader.warnings));
        if (settings.countOvernight && settings.databaseUrl.isEmpty()) {
            reader.problems.add("COUNT_OVERNIGHT needs a ledger, which knows the day before; set DATABASE_URL as well");
        }
        if (!reader.problems.isEmpty()) {
            throw new UsageException(reader.problems);
        }
        return settings;
    }

    /** The API's address, in the one form that is the same for all runs. */
    public String apiAddress() {
        return apiBaseUrl.orElseThrow().toString();
    }

    /** The address of the monitor alone, where it can be read: it is told that the other settings are wrong. */
    public static Optional<BaseUrl> heartbeatUrl(Map<String, String> environment, Path directory) {
        return new SettingsReader(environment, directory).optional("HEARTBEAT_URL", BaseUrl::parse);
    }

    /** Whether the log of a run that reads no other setting is for a program. */
    public static boolean isJsonLog(Map<String, String> environment) {
        return environment.getOrDefault("LOG_FORMAT", "").strip().equalsIgnoreCase("json");
    }

    /** What {@code DATABASE_URL} says; empty where it says that there is to be no ledger. */
    private record LedgerChoice(Optional<DatabaseUrl> url) {}

    private static LedgerChoice ledger(String url, Path directory, boolean required) {
        if (!url.equalsIgnoreCase(NO_LEDGER)) {
            return new LedgerChoice(Optional.of(DatabaseUrl.parse(url, directory)));
        }
        if (required) {
            throw new IllegalArgumentException(
                    "is none, and this option is about the ledger; set the ledger's address");
        }
        return new LedgerChoice(Optional.empty());
    }

    /** The settings of the demo against the API at {@code url}, whatever the environment says. */
    public static Settings ofDemo(String url, String email, String password) {
        return new Settings(
                Optional.of(BaseUrl.parse(url)),
                email,
                password,
                Optional.empty(),
                true,
                OptionalInt.empty(),
                Duration.ofSeconds(DEFAULT_MAX_WAIT_SECONDS),
                Optional.empty(),
                false,
                false,
                false,
                "none",
                List.of(),
                List.of());
    }

    /** Names no value, because what is printed may be kept. */
    @Override
    public String toString() {
        return "Settings[" + origin + "]";
    }
}
