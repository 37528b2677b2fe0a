"""SQLite as the index of a stream: one indexed union a signal, then rapidfuzz per pair.

python -m bench.linkage.peers.sqlite FOLDER WEIGHTS ANSWER
"""

import json
import sqlite3
import sys
from pathlib import Path

from bench.linkage.files import DataSet, read_rows
from bench.linkage.peers.answers import Answer
from bench.linkage.peers.cleaning import FIELDS, tidy
from bench.linkage.peers.levels import BLOCKS, Record
from bench.linkage.peers.rival import SURE_WEIGHT, Finder, Weights, streamed


def indexed(register: list[Record]) -> sqlite3.Connection:
    """The register in a table in memory with an index for each block."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute(f"create table person ({', '.join(FIELDS)})")
    marks = ", ".join("?" for _ in FIELDS)
    rows = ([row[name] or None for name in FIELDS] for row in register)
    connection.execute("begin")
    connection.executemany(f"insert into person values ({marks})", rows)
    connection.execute("commit")
    for place, columns in enumerate(BLOCKS):
        connection.execute(f"create index block_{place} on person ({', '.join(columns)})")
    return connection


def finder(connection: sqlite3.Connection) -> Finder:
    """Candidates of a signal by one prepared query."""
    wheres = (" and ".join(f"{one} = :{one}" for one in columns) for columns in BLOCKS)
    places = " union ".join(f"select rowid from person where {where}" for where in wheres)
    query = f"select * from person where rowid in ({places})"

    def found(signal: Record) -> dict[str, Record]:
        rows = connection.execute(query, signal)
        return {row["id"]: {name: row[name] or "" for name in FIELDS} for row in rows}

    return found


def main() -> None:
    """Stream one data set."""
    folder, weights_file, answer_file = sys.argv[1:]
    data, answer = DataSet(Path(folder)), Answer(SURE_WEIGHT)
    with answer.clock("load"):
        register = [tidy(row) for row in read_rows(data.register)]
        signals = [tidy(row) for row in read_rows(data.signals)]
    with answer.clock("index"):
        find = finder(indexed(register))
    model = json.loads(Path(weights_file).read_text(encoding="utf-8"))["model"]
    weights = Weights(model, register)
    streamed(answer, "stream", signals, lambda row: row, find, weights)
    answer.write(answer_file)


if __name__ == "__main__":
    main()
