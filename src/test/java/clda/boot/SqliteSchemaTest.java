package clda.boot;

import clda.kit.TestDatabase;

class SqliteSchemaTest extends SchemaContract {

    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }
}
