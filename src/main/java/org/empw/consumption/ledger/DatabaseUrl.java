package org.empw.consumption.ledger;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the ledger is: {@code postgres://user:password@host:port/database}, as Heroku sets it, or {@code sqlite:FILE}.
 *
 * @param file the file of SQLite; empty for PostgreSQL
 * @param properties the driver's properties for PostgreSQL, user and password among them; empty for SQLite
 */
public record DatabaseUrl(Optional<Path> file, Map<String, String> properties) {
    private static final String SQLITE = "sqlite:";

    /** At most one @, in front of the host; and no : or / in the database's name, which may be half of a password. */
    private static final String ACCOUNT_IN_ITS_PLACE = "[^:]+://([^/@#?]*@)?[^/@#?]*(/[^/@:]*)?([?#][^@]*)?";

    private static final String NOT_ENCODED =
            "is not of the form postgres://user:password@host:port/database, or the user or password has a character that "
                    + "has to be percent-encoded: / as %2F, @ as %40, # as %23, ? as %3F, : as %3A, % as %25";
    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /**
     * Parses an address.
     *
     * @param directory where a relative file name begins
     * @throws IllegalArgumentException with a clause about what to fix, which holds nothing of the address
     */
    public static DatabaseUrl parse(String text, Path directory) {
        if (text.startsWith(SQLITE)) {
            return new DatabaseUrl(Optional.of(file(text.substring(SQLITE.length()), directory)), Map.of());
        }
        if (!text.startsWith("postgres://") && !text.startsWith("postgresql://")) {
            throw new IllegalArgumentException("begins with neither postgres:// nor sqlite:");
        }
        URI uri;
        try {
            refuseIf(!text.matches(ACCOUNT_IN_ITS_PLACE), NOT_ENCODED);
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(NOT_ENCODED);
        }
        String path = uri.getRawPath();
        boolean isPort = uri.getPort() != 0 && uri.getPort() <= 65_535;
        if (uri.getHost() == null || !isPort || path.length() < 2 || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(NOT_ENCODED);
        }
        return new DatabaseUrl(Optional.empty(), properties(uri, path.substring(1)));
    }

    private static Path file(String name, Path directory) {
        refuseIf(
                name.matches(".*(://|:.*@).*"),
                "has another address after sqlite:; write sqlite:FILE, or the address of PostgreSQL alone");
        refuseIf(name.isBlank() || name.indexOf('\0') >= 0, "does not name a file after sqlite:");
        refuseIf(name.contains(":memory:"), "is a ledger in memory, which the next run would not have; name a file");
        refuseIf(name.startsWith("file:"), "has file: after sqlite:; write the name alone");
        refuseIf(
                name.contains("?"), "has a ? with parameters after the file's name; there are none, so leave them out");
        refuseIf(name.startsWith("~"), "begins with ~, which only a shell understands; write the whole path");
        refuseIf(name.endsWith("/"), "names a folder after sqlite:; name a file in it");
        boolean absolute = name.startsWith("///");
        refuseIf(
                name.startsWith("//") && !absolute, "has // after sqlite:; write sqlite:FILE or sqlite:///FOLDER/FILE");
        try {
            return directory.resolve(name).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "names a file whose name cannot be written without a locale; set LANG=C.UTF-8");
        }
    }

    private static void refuseIf(boolean wrong, String problem) {
        if (wrong) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static Map<String, String> properties(URI uri, String database) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("PGHOST", uri.getHost());
        properties.put("PGPORT", String.valueOf(uri.getPort() < 0 ? 5432 : uri.getPort()));
        properties.put("PGDBNAME", decode(database));
        String account = Objects.requireNonNullElse(uri.getRawUserInfo(), "");
        String[] userAndPassword = account.split(":", 2);
        if (!account.isEmpty()) {
            properties.put("user", decode(userAndPassword[0]));
        }
        if (userAndPassword.length == 2) {
            properties.put("password", decode(userAndPassword[1]));
        }
        String query = Objects.requireNonNullElse(uri.getRawQuery(), "");
        for (String parameter : query.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            String value = parts.length == 2 ? decode(parts[1]) : "";
            boolean known = parts[0].equals("sslmode") ? SSL_MODES.contains(value) : parts[0].equals("sslrootcert");
            if (known && !value.isEmpty()) {
                properties.put(parts[0], value);
            } else if (!query.isEmpty()) {
                throw new IllegalArgumentException(
                        "has a parameter other than sslmode=" + String.join("|", SSL_MODES) + " and sslrootcert=FILE");
            }
        }
        boolean loopback = uri.getHost().matches("localhost|\\[::1]|127(\\.[0-9]+){3}");
        // Who names a certificate wants it checked, which "require" does not.
        String standard = properties.containsKey("sslrootcert") ? "verify-full" : loopback ? "disable" : "require";
        properties.putIfAbsent("sslmode", standard);
        return properties;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The user and the password; what of them is not there is empty. */
    public List<String> secrets() {
        return List.of(properties.getOrDefault("user", ""), properties.getOrDefault("password", ""));
    }

    /** The address without user and password. */
    @Override
    public String toString() {
        if (file.isPresent()) {
            return SQLITE + file.get();
        }
        return "postgres://" + properties.get("PGHOST") + ":" + properties.get("PGPORT") + "/"
                + properties.get("PGDBNAME");
    }
}
