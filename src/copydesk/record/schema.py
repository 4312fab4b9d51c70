"""The schema of the record, as the steps that lead from an empty file to the present version.

A step is never changed once released: a new version adds a step. `PRAGMA user_version` counts the steps taken.
docs/record.md says what each table and column means.
"""

import sqlite3
from typing import Final

APPLICATION_ID: Final = 0x0C0DE5C
"""Marks the file as a record (`PRAGMA application_id`)."""

_CAPTURES: Final = """
CREATE TABLE runs (
    run INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,        -- hash of version, options and inputs: the same build is one run
    version TEXT NOT NULL,          -- of copydesk
    options TEXT NOT NULL,          -- JSON
    models TEXT NOT NULL,           -- JSON: name of a model and its hash
    started TEXT NOT NULL,
    finished TEXT                   -- NULL while it runs, or when it was killed
) STRICT;

CREATE TABLE inputs (
    run INTEGER NOT NULL REFERENCES runs,
    position INTEGER NOT NULL,
    source TEXT NOT NULL,           -- file or URL
    bytes INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE captures (
    capture INTEGER PRIMARY KEY,    -- counts captures in the order of the inputs
    id TEXT NOT NULL UNIQUE,        -- hash of URL and payload
    url TEXT,
    captured TEXT,                  -- UTC
    status INTEGER,                 -- of HTTP
    media_type TEXT,                -- as declared
    bytes INTEGER NOT NULL,
    source TEXT,                    -- where the payload lies: file or URL,
    member TEXT,                    -- member of an archive,
    offset INTEGER,                 -- and byte (WARC, JSON Lines) or row (Parquet)
    decoded INTEGER NOT NULL,       -- 1 where the payload was caught as characters
    payload BLOB,                   -- compressed with zlib; NULL where it is kept by reference only
    run INTEGER NOT NULL REFERENCES runs
) STRICT;

CREATE INDEX captures_url ON captures (url);

CREATE TABLE failures (
    failure INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,        -- of the capture, or a hash of place, URL and reason
    capture INTEGER REFERENCES captures,  -- NULL where no capture came out of the input
    reason TEXT NOT NULL,           -- class of failure
    message TEXT NOT NULL,
    url TEXT,
    captured TEXT,
    source TEXT,
    member TEXT,
    offset INTEGER,
    run INTEGER NOT NULL REFERENCES runs
) STRICT;

CREATE INDEX failures_reason ON failures (reason);

CREATE TABLE fetches (
    url TEXT PRIMARY KEY,
    etag TEXT,
    last_modified TEXT,
    fetched TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""

_PAGES: Final = """
CREATE TABLE pages (
    capture INTEGER PRIMARY KEY REFERENCES captures,
    kind TEXT NOT NULL,
    probability REAL NOT NULL,      -- of the kind
    dated TEXT,                     -- UTC: when the article was published, else when the page was captured
    reasons TEXT NOT NULL,          -- JSON list
    media_type TEXT NOT NULL,
    encoding TEXT NOT NULL,
    encoding_method TEXT NOT NULL
) STRICT;

CREATE TABLE texts (                -- apart from pages, so that counting pages does not read them
    capture INTEGER PRIMARY KEY REFERENCES pages,
    body TEXT NOT NULL,             -- main content
    text TEXT NOT NULL              -- all blocks, joined by blank lines
) STRICT;

CREATE INDEX pages_kind ON pages (kind);

CREATE INDEX pages_dated ON pages (dated);

CREATE TABLE blocks (
    capture INTEGER NOT NULL REFERENCES pages,
    block INTEGER NOT NULL,
    role TEXT NOT NULL,
    score REAL NOT NULL,            -- probability of the role
    body_score REAL NOT NULL,       -- probability of being main content
    body INTEGER NOT NULL,          -- 1 where the block is in texts.body
    span_start INTEGER NOT NULL,    -- characters of texts.text, from 0
    span_end INTEGER NOT NULL,
    tag TEXT NOT NULL,
    level INTEGER NOT NULL,
    path TEXT NOT NULL,
    hidden INTEGER NOT NULL,
    repeat_of INTEGER,
    source_start INTEGER,           -- characters of a text payload
    source_end INTEGER,
    links TEXT,                     -- JSON list of [start, end, href]
    PRIMARY KEY (capture, block)
) STRICT, WITHOUT ROWID;

CREATE VIEW block_texts AS
SELECT capture, block, role, blocks.body, substr(text, span_start + 1, span_end - span_start) AS text
FROM blocks JOIN texts USING (capture);

CREATE TABLE articles (
    capture INTEGER PRIMARY KEY REFERENCES pages,
    title TEXT,
    deck TEXT,
    outlet TEXT,
    agency TEXT,
    language TEXT,
    published TEXT,                 -- UTC
    published_precision TEXT,
    published_offset INTEGER,       -- minutes east of UTC, as the source stated; NULL where it stated none
    published_relative INTEGER,     -- 1 where the source said how long ago it was
    modified TEXT,
    modified_precision TEXT,
    modified_offset INTEGER,
    modified_relative INTEGER,
    dateline TEXT,
    section TEXT,
    keywords TEXT NOT NULL,         -- JSON list
    canonical_url TEXT,
    confidence REAL NOT NULL
) STRICT;

CREATE INDEX articles_outlet ON articles (outlet);

CREATE INDEX articles_agency ON articles (agency);

CREATE INDEX articles_language ON articles (language);

CREATE TABLE people (
    capture INTEGER NOT NULL REFERENCES articles,
    part TEXT NOT NULL,             -- byline or contributor
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,           -- the name as search compares it
    PRIMARY KEY (capture, part, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX people_folded ON people (folded);

CREATE TABLE images (
    capture INTEGER NOT NULL REFERENCES articles,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    alt TEXT NOT NULL,
    caption TEXT NOT NULL,
    credit TEXT NOT NULL,
    lead INTEGER NOT NULL,
    PRIMARY KEY (capture, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE notices (
    capture INTEGER NOT NULL REFERENCES articles,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    blocks TEXT NOT NULL,           -- JSON list of the blocks over which it is spread
    PRIMARY KEY (capture, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE candidates (
    capture INTEGER NOT NULL REFERENCES articles,
    field TEXT NOT NULL,
    position INTEGER NOT NULL,      -- 0 is the chosen one, unless it was refused
    raw TEXT NOT NULL,
    value TEXT,                     -- text, ISO 8601, or a JSON list of names
    method TEXT NOT NULL,
    place TEXT NOT NULL,
    refused TEXT,
    PRIMARY KEY (capture, field, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE faults (
    capture INTEGER NOT NULL REFERENCES pages,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    blocks TEXT NOT NULL,           -- JSON list of the blocks that show it
    note TEXT NOT NULL,
    PRIMARY KEY (capture, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX faults_kind ON faults (kind);

CREATE VIRTUAL TABLE words USING fts5 (
    title, deck, body, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
)
"""

_COPIES: Final = """
CREATE TABLE prints (
    number INTEGER PRIMARY KEY,     -- hash of captures.id: stands for the text in the next four tables
    capture INTEGER NOT NULL UNIQUE REFERENCES articles,
    print BLOB NOT NULL             -- the fingerprint of the body
) STRICT;

CREATE TABLE bands (
    band INTEGER NOT NULL,          -- hash of five MinHash values
    number INTEGER NOT NULL REFERENCES prints,
    PRIMARY KEY (band, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE sentences (
    sentence INTEGER NOT NULL,      -- smallest hash of five words of a sentence
    number INTEGER NOT NULL REFERENCES prints,
    PRIMARY KEY (sentence, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE boilerplate (
    sentence INTEGER PRIMARY KEY    -- shared by many texts that have nothing else in common
) STRICT;

CREATE TABLE matches (
    one INTEGER NOT NULL REFERENCES prints,
    two INTEGER NOT NULL REFERENCES prints,
    kind TEXT NOT NULL,
    one_size INTEGER NOT NULL,      -- distinct runs of five words in either text,
    two_size INTEGER NOT NULL,
    shared INTEGER NOT NULL,        -- and in both
    run INTEGER NOT NULL,           -- sentences in a row, where these alone prove it
    PRIMARY KEY (one, two)
) STRICT, WITHOUT ROWID;

CREATE INDEX matches_two ON matches (two);

CREATE TABLE sources (
    capture INTEGER PRIMARY KEY REFERENCES articles,
    source TEXT NOT NULL            -- for whom the text counts while it is nobody's copy: wire, outlet, site or itself
) STRICT;

CREATE TABLE copy_groups (
    copy_group INTEGER PRIMARY KEY REFERENCES articles,  -- capture of the text that represents it
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,          -- members
    sources INTEGER NOT NULL,       -- independent ones among them
    method TEXT NOT NULL,           -- how the origin was found
    source TEXT,                    -- whose text it is
    origin INTEGER REFERENCES articles,  -- capture of the first version
    reasons TEXT NOT NULL           -- JSON list
) STRICT;

CREATE INDEX copy_groups_size ON copy_groups (size);

CREATE TABLE copy_members (
    capture INTEGER PRIMARY KEY REFERENCES articles,
    copy_group INTEGER NOT NULL REFERENCES copy_groups ON DELETE CASCADE,
    kind TEXT NOT NULL,             -- compared with the representative, as all that follows
    jaccard REAL NOT NULL,
    within REAL NOT NULL,           -- part of it that stands in the representative
    holds REAL NOT NULL,            -- part of the representative that stands in it
    run INTEGER NOT NULL
) STRICT;

CREATE INDEX copy_members_group ON copy_members (copy_group)
"""

_EVENTS: Final = """
CREATE TABLE codings (
    capture INTEGER PRIMARY KEY REFERENCES articles,
    method TEXT NOT NULL,           -- coder and version
    dropped INTEGER NOT NULL        -- answers of a coder that could not be tied to the text
) STRICT;

CREATE TABLE events (
    capture INTEGER NOT NULL REFERENCES codings,
    event INTEGER NOT NULL,
    type TEXT NOT NULL,             -- of PLOVER
    trigger_start INTEGER NOT NULL, -- characters of texts.text, as all spans
    trigger_end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    polarity TEXT NOT NULL,
    modality TEXT NOT NULL,
    phase TEXT NOT NULL,
    cues TEXT NOT NULL,             -- JSON list of [field, value, start, end]
    holder TEXT,                    -- who speaks the words; NULL where the outlet reports
    holder_verb TEXT,
    time TEXT,                      -- the words
    happened_from TEXT,             -- first and last day that they mean, 2024-05-31
    happened_to TEXT,
    time_precision TEXT,
    place TEXT,
    place_country TEXT,             -- ISO 3166-1 alpha-3
    latitude REAL,
    longitude REAL,
    recency TEXT,                   -- relation to an earlier event, such as first
    since TEXT,
    reason TEXT,                    -- why it was called off or put off
    probability REAL NOT NULL,      -- that it is an event
    type_probability REAL NOT NULL,
    PRIMARY KEY (capture, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX events_type ON events (type, modality);

CREATE INDEX events_happened ON events (happened_from);

CREATE TABLE actors (
    capture INTEGER NOT NULL,
    event INTEGER NOT NULL,
    side TEXT NOT NULL,             -- source or target
    position INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    text TEXT NOT NULL,
    name TEXT NOT NULL,             -- the fullest name that the article gives
    kind TEXT NOT NULL,
    countries TEXT NOT NULL,        -- JSON list of ISO 3166-1 alpha-3
    sector TEXT,
    organisation TEXT,              -- where the article says that the person holds an office
    folded TEXT NOT NULL,           -- name, text, organisation and countries as search compares them
    PRIMARY KEY (capture, event, side, position),
    FOREIGN KEY (capture, event) REFERENCES events
) STRICT, WITHOUT ROWID;

CREATE INDEX actors_folded ON actors (folded);

CREATE TABLE offices (
    capture INTEGER NOT NULL REFERENCES codings,
    office INTEGER NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    organisation TEXT,
    status TEXT NOT NULL,
    country TEXT,
    as_of TEXT,                     -- day of the claim
    predecessor TEXT,
    successor TEXT,
    person_start INTEGER NOT NULL,
    person_end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    PRIMARY KEY (capture, office)
) STRICT, WITHOUT ROWID;

CREATE INDEX offices_name ON offices (name);

CREATE VIEW event_sentences AS
SELECT capture, event, type, polarity, modality, phase, happened_from, happened_to,
    substr(text, sentence_start + 1, sentence_end - sentence_start) AS sentence
FROM events JOIN texts USING (capture)
"""

_PACKED_BLOCKS: Final = """
ALTER TABLE texts ADD COLUMN spans TEXT NOT NULL DEFAULT '[]';

ALTER TABLE texts ADD COLUMN blocks TEXT NOT NULL DEFAULT '[]';

UPDATE texts SET spans = (
    SELECT json_group_array(json_array(span_start, span_end))
    FROM (SELECT span_start, span_end FROM blocks WHERE blocks.capture = texts.capture AND body ORDER BY block)
), blocks = (
    SELECT json_group_array(json_array(
        role, score, body_score, span_start, span_end, tag, level, path, json(ifnull(links, '[]')),
        json(iif(hidden, 'true', 'false')), iif(source_start IS NULL, NULL, json_array(source_start, source_end)),
        repeat_of, json(iif(body, 'true', 'false'))
    ))
    FROM (SELECT * FROM blocks WHERE blocks.capture = texts.capture ORDER BY block)
);

DROP VIEW block_texts;

DROP TABLE blocks;

CREATE VIEW blocks AS
SELECT capture, key AS block,
    json_extract(value, '$[0]') AS role,
    json_extract(value, '$[1]') AS score,           -- probability of the role
    json_extract(value, '$[2]') AS body_score,      -- probability of being main content
    json_extract(value, '$[12]') AS body,           -- 1 where the block is in texts.body
    json_extract(value, '$[3]') AS span_start,      -- characters of texts.text, from 0
    json_extract(value, '$[4]') AS span_end,
    json_extract(value, '$[5]') AS tag,
    json_extract(value, '$[6]') AS level,
    json_extract(value, '$[7]') AS path,
    json_extract(value, '$[9]') AS hidden,
    json_extract(value, '$[11]') AS repeat_of,
    json_extract(value, '$[10][0]') AS source_start,  -- characters of a text payload
    json_extract(value, '$[10][1]') AS source_end,
    json_extract(value, '$[8]') AS links,           -- JSON list of [start, end, href]
    substr(text, json_extract(value, '$[3]') + 1, json_extract(value, '$[4]') - json_extract(value, '$[3]')) AS text
FROM texts, json_each(texts.blocks)
"""


def _statements(text: str) -> tuple[str, ...]:
    return tuple(text.strip().split(";\n\n"))


MIGRATIONS: Final = (
    _statements(f"{_CAPTURES};\n\n{_PAGES}"),
    _statements(_COPIES),
    _statements(_EVENTS),
    _statements(_PACKED_BLOCKS),
)
"""The statements of each step."""


class SchemaError(Exception):
    """A file that is no record, or a record of another version."""


def migrate(connection: sqlite3.Connection, migrations: tuple[tuple[str, ...], ...] = MIGRATIONS) -> None:
    """Bring a record to the present version; each step is done whole or not at all.

    Raises SchemaError for a file that is no record, and for one that a later version of copydesk wrote.
    """
    version = check(connection, migrations)
    for number, statements in enumerate(migrations[version:], version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] < number:
                for statement in statements:
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {number}")
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def check(connection: sqlite3.Connection, migrations: tuple[tuple[str, ...], ...] = MIGRATIONS) -> int:
    """The version of a record, 0 for an empty file. Raises SchemaError as `migrate` does."""
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise SchemaError(f"the file is no record: {error}") from error
    if tables and application != APPLICATION_ID:
        raise SchemaError("the file is a database, but no record")
    if version > len(migrations):
        raise SchemaError(f"the record has version {version}; this copydesk knows versions up to {len(migrations)}")
    return version
