package clda.memory;

import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.memory.jpa.JpaFactBook;
import clda.store.Write;
import clda.store.jpa.JpaWrite;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The book in a database. */
abstract class JpaFactBookContract extends FactBookContract {

    @TempDir
    Path dataDir;

    private SeEngine engine;

    abstract TestDatabase database();

    @BeforeEach
    void open() {
        engine = SeEngine.on(dataDir, database());
    }

    @Override
    FactBook book() {
        return new JpaFactBook(engine.store(), engine.keyRing(), engine.seals());
    }

    @Override
    void write(Write write) {
        engine.store().write((JpaWrite) write);
    }

    @Override
    void close() {
        engine.close();
    }
}
