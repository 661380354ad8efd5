package clda.backup;

import clda.kit.TestDatabase;
import java.nio.file.Path;
import java.util.Map;

class SqliteRestoreTest extends RestoreContract {

    @Override
    TestDatabase original(Path dataDir) {
        return TestDatabase.embedded(dataDir);
    }

    @Override
    TestDatabase restored(Path dataDir) {
        return TestDatabase.embedded(dataDir);
    }

    @Override
    Map<String, String> environmentOfOriginal() {
        return Map.of();
    }

    @Override
    Map<String, String> environmentOfRestored() {
        return Map.of();
    }
}
