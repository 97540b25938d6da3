package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    private static final Path HERE = Path.of("/work/job");

    private static DatabaseUrl parse(String text) {
        return DatabaseUrl.parse(text, HERE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                postgres://u:p@db.example.com:6543/name          | db.example.com | 6543 | name      | u     | p      | require
                postgresql://u:p@db.example.com/name             | db.example.com | 5432 | name      | u     | p      | require
                postgres://u@db.example.com/name                 | db.example.com | 5432 | name      | u     | -      | require
                postgres://u:@db.example.com/name                | db.example.com | 5432 | name      | u     | ''     | require
                postgres://db.example.com/name                   | db.example.com | 5432 | name      | -     | -      | require
                postgres://%40%3A%2F:%25%20%2B+%3F%23@h/a%2Fb%20c| h              | 5432 | a/b c     | @:/   | % ++?# | require
                postgres://u:a:b@h/n                             | h              | 5432 | n         | u     | a:b    | require
                postgres://u:p%C3%A4ss@h/n                       | h              | 5432 | n         | u     | päss   | require
                postgres://u:p@localhost/n                       | localhost      | 5432 | n         | u     | p      | disable
                postgres://u:p@127.0.0.1:1/n                     | 127.0.0.1      | 1    | n         | u     | p      | disable
                postgres://u:p@127.1.2.3:65535/n                 | 127.1.2.3      | 65535| n         | u     | p      | disable
                postgres://u:p@[::1]:5433/n                      | [::1]          | 5433 | n         | u     | p      | disable
                postgres://u:p@[2001:db8::1]/n                   | [2001:db8::1]  | 5432 | n         | u     | p      | require
                postgres://u:p@localhost.example.com/n           | localhost.example.com | 5432 | n  | u     | p      | require
                postgres://u:p@h/n?sslmode=verify-full           | h              | 5432 | n         | u     | p      | verify-full
                postgres://u:p@h/n?sslmode=disable               | h              | 5432 | n         | u     | p      | disable
                postgres://u:p@localhost/n?sslmode=prefer        | localhost      | 5432 | n         | u     | p      | prefer
                postgres://u:p@h/n?                              | h              | 5432 | n         | u     | p      | require
                """)
    void readsAnAddressOfPostgres(
            String text, String host, String port, String name, String user, String password, String sslMode) {
        Map<String, String> properties = parse(text).properties();
        assertEquals(host, properties.get("PGHOST"));
        assertEquals(port, properties.get("PGPORT"));
        assertEquals(name, properties.get("PGDBNAME"));
        assertEquals(user, properties.get("user"));
        assertEquals(password, properties.get("password"));
        assertEquals(sslMode, properties.get("sslmode"));
        assertFalse(properties.containsKey("sslrootcert"));
        assertEquals(Optional.empty(), parse(text).file());
    }

    @Test
    void readsWhichCertificateToTrust() {
        Map<String, String> properties = parse("postgres://h/n?sslrootcert=/etc/my%20ca.pem&sslmode=verify-ca")
                .properties();
        assertEquals("/etc/my ca.pem", properties.get("sslrootcert"));
        assertEquals("verify-ca", properties.get("sslmode"));
        assertEquals(
                "verify-full",
                parse("postgres://h/n?sslrootcert=ca.pem").properties().get("sslmode"));
    }

    @ParameterizedTest
    @CsvSource({
        "sqlite:ledger.db, /work/job/ledger.db",
        "sqlite:data/ledger.db, /work/job/data/ledger.db",
        "sqlite:../ledger.db, /work/ledger.db",
        "sqlite:/var/lib/ledger.db, /var/lib/ledger.db",
        "sqlite:a b%20.db, /work/job/a b%20.db",
        "sqlite:///var/lib/ledger.db, /var/lib/ledger.db",
        "sqlite:////var/lib/ledger.db, /var/lib/ledger.db",
    })
    void readsANameOfAFile(String text, String file) {
        DatabaseUrl url = parse(text);
        assertEquals(Optional.of(Path.of(file)), url.file());
        assertEquals("sqlite:" + file, url.toString());
        assertEquals(Map.of(), url.properties());
        assertEquals(List.of("", ""), url.secrets());
    }

    @Test
    void aRelativeFileOfARelativeFolderHasAnAbsoluteNameInTheLog() {
        String shown = DatabaseUrl.parse("sqlite:ledger.db", Path.of("")).toString();
        assertEquals("sqlite:" + Path.of("ledger.db").toAbsolutePath(), shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret-1",
                "mysql://secret-1:secret-2@h/n",
                "jdbc:postgresql://secret-1:secret-2@h/n",
                "POSTGRES://secret-1:secret-2@h/n",
                "postgres:secret-1",
                "postgres://secret-1:secret-2@h",
                "postgres://secret-1:secret-2@h/",
                "postgres://secret-1:secret-2@/n",
                "postgres://secret-1:secret-2@:5432/n",
                "postgres:///n",
                "postgres://secret-1:secret-2@h:0/n",
                "postgres://secret-1:secret-2@h:65536/n",
                "postgres://secret-1:secret-2@h:port/n",
                "postgres://secret-1:secret-2@h,i/n",
                "postgres://secret-1:secret-2@h/n#secret-1",
                "postgres://secret-1:sec@ret-2@h/n",
                "postgres://secret-1:sec ret-2@h/n",
                "postgres://secret-1:sec%ret-2@h/n",
                "postgres://secret-1:sec#ret-2@h/n",
                "postgres://secret-1:secret-2@h/n?sslmode=secret-1",
                "postgres://secret-1:secret-2@h/n?sslmode",
                "postgres://secret-1:secret-2@h/n?sslrootcert=",
                "postgres://secret-1:secret-2@h/n?user=secret-1&password=secret-2",
                "postgres://secret-1:secret-2@h/n?sslmode=require&socketFactory=secret-1",
                "sqlite:",
                "sqlite: ",
                "sqlite://secret-1",
                "sqlite::memory:",
                "sqlite:file:secret-1",
                "sqlite:~/secret-1",
                "sqlite:secret-1/",
                "sqlite:postgres://secret-1:secret-2@h/db",
                "sqlite:/secret-1:secret-2@h/db",
                "postgres://empw:/secret-1@host/db",
                "postgres://empw:1/secret-1@host/db",
                "postgres://secret-1/x:secret-2@host/db",
                "postgres://secret-1?x:secret-2@host/db",
                "postgres://secret-1#x:secret-2@host/db",
                "postgres://h/db:secret-1@x",
                "postgres://h/db:secret-1",
                "postgres://h/db/secret-1",
                "sqlite:secret-1?mode=ro",
                "sqlite:secret-1\u0000",
            })
    void refusesAnythingElseWithoutRepeatingIt(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> parse(text));
        assertTrue(e.getMessage().matches("(is|has|begins|does|names) .*"), "a clause: " + e.getMessage());
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
        assertEquals(null, e.getCause());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres://empw:/s3cr3t@host/db | percent-encoded",
                "postgres://em/pw:s3cr3t@host/db | percent-encoded",
                "postgres://empw:s#cr3t@host/db  | percent-encoded",
                "postgres://empw:s?cr3t@host/db  | percent-encoded",
                "postgres://empw:s@cr3t@host/db  | percent-encoded",
                "postgres://h/db:PW@x            | percent-encoded",
                "sqlite:postgres://u:PW@h/db     | another address",
                "sqlite::memory:                 | in memory",
                "sqlite:file:x.db                | write the name alone",
                "sqlite:x.db?mode=ro             | a ? with parameters",
                "sqlite:~/x.db                   | which only a shell understands",
                "sqlite://x.db                   | write sqlite:FILE or sqlite:///FOLDER/FILE",
                "sqlite:folder/                  | names a folder"
            })
    void saysWhatIsWrong(String text, String said) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> parse(text));
        assertTrue(e.getMessage().contains(said), e.getMessage());
    }

    @Test
    void showsNeitherUserNorPassword() {
        DatabaseUrl url = parse("postgres://user-1:p%40ss@db.example.com:6543/na%20me?sslmode=require");
        assertEquals("postgres://db.example.com:6543/na me", url.toString());
        assertEquals(List.of("user-1", "p@ss"), url.secrets());
        assertEquals("postgres://h:5432/n", parse("postgresql://h/n").toString());
        assertEquals(List.of("", ""), parse("postgresql://h/n").secrets());
    }
}
