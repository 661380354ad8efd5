package clda.relay;

import clda.kit.SeEngine;
import clda.relay.postgres.PostgresBus;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresRelayIT extends RelayContract {

    @Override
    NodeBus bus(SeEngine node, String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database);
        return new PostgresBus(source);
    }
}
