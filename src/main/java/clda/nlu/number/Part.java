package clda.nlu.number;

import clda.nlu.number.Amount.Kind;
import clda.nlu.number.Amount.Reading;
import java.util.List;

/** An amount without its bounds. */
record Part(int end, Kind kind, boolean about, List<Reading> readings) {

    Part {
        readings = List.copyOf(readings);
    }

    static Part unreadable(int end) {
        return new Part(end, Kind.UNREADABLE, false, List.of());
    }

    boolean isClear() {
        return readings.size() == 1 && !about;
    }
}
