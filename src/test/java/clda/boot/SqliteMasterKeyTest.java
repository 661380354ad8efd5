package clda.boot;

import clda.kit.TestDatabase;
import java.nio.file.Path;

class SqliteMasterKeyTest extends MasterKeyContract {

    @Override
    TestDatabase open(Path directory) {
        return TestDatabase.embedded(directory);
    }

    @Override
    String emptyBytes() {
        return "x''";
    }
}
