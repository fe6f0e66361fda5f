"""The rules on the files of a release."""

from __future__ import annotations

from typing import Final

from deportation_goal.findings import Level
from deportation_goal.rules.rule import FileRule, FileRuleGroup

CHANGED_FILE: Final = FileRule(
    "changed-file",
    Level.ERROR,
    "Every file has the hash that SHA256SUMS gives.",
    "A file with another hash was changed after the release, by a broken download, a program or someone.",
    bad="One byte of figures.csv differs.",
    good="Download the release again.",
)
REMOVED_FILE: Final = FileRule(
    "removed-file",
    Level.ERROR,
    "Every file that SHA256SUMS lists is there, and so is every file that a release of this version has.",
    "Nobody can check a missing file, and readers do not learn that it existed.",
    bad="quotes.csv was deleted.",
    good="Download the release again.",
)
ADDED_FILE: Final = FileRule(
    "added-file",
    Level.ERROR,
    "SHA256SUMS lists every file, and only files that a release of this version has.",
    "An added file is not part of the release, whatever its name says.",
    bad="A file figures-new.csv beside figures.csv.",
    good="Keep your own files elsewhere.",
)
CHECKSUM_LIST: Final = FileRule(
    "checksum-list",
    Level.ERROR,
    "SHA256SUMS is there, and each of its lines is a hash and a path.",
    "Without it nobody can tell which files were released.",
    bad="SHA256SUMS is missing, or was saved by a program that changed it.",
    good="Download the release again.",
)
DESCRIPTOR_RULE: Final = FileRule(
    "release-descriptor",
    Level.ERROR,
    "datapackage.json and the schemas can be read, and describe this dataset.",
    "They say how everything else is read.",
    bad="A schema with an unknown type.",
    good="Download the release again.",
)
TABLE_HASH: Final = FileRule(
    "table-hash",
    Level.ERROR,
    "Hash, size and number of rows of each table are those in datapackage.json.",
    "If SHA256SUMS agrees with the file and datapackage.json does not, someone changed the file and wrote a new list.",
    bad="A row of figures.csv was changed, and SHA256SUMS was written again.",
    good="Download the release again; if you changed it yourself, `deportation-goal build` makes a release.",
)
COMPUTED: Final = FileRule(
    "computed-file",
    Level.ERROR,
    "The derived tables, the metadata and the pictures are what the tables give.",
    "They are computed and never edited: if they differ, they were changed, or the tables were.",
    bad="A number in derived/agreement.csv was changed, and every hash was replaced.",
    good="Correct the tables and build the release again.",
)
FORMAT_VALUES: Final = FileRule(
    "format-values",
    Level.ERROR,
    "Every format holds the rows and values of the CSV.",
    "Readers of the Parquet file and of the CSV must get the same data.",
    bad="A value was changed in figures.csv and every hash was replaced: the other formats still have the old value.",
    good="Correct the tables and build the release again.",
)
VERSION_RULE: Final = FileRule(
    "release-version",
    Level.ERROR,
    "Every format and the name of the zip have the version of datapackage.json.",
    "A release with two versions is a mixture of two releases.",
    bad="A zip called deportation-goal-1.2.0.zip that holds 1.1.0.",
    good="Download the release again, and keep the name of the zip.",
)
ZIP_CONTENT: Final = FileRule(
    "zip-content",
    Level.ERROR,
    "The zip can be unpacked, matches the hash beside it, and holds the files of its folder and no other bytes.",
    "Most people get the release as a zip; bytes around its files can be a program, or another zip.",
    bad="The zip comes from an earlier build than the folder.",
    good="Download the release again.",
)
VERSION_CONTENT: Final = FileRule(
    "version-content",
    Level.ERROR,
    "Schemas, documents, licences, tables and datapackage.json are those of the version that they name.",
    "They say what a row means and what a reader may do with it, so the tool compares them with its own copies.",
    bad="The description of a code was changed in a schema, and every hash was replaced.",
    good="Download the release again.",
)
FORMAT_STRUCTURE: Final = FileRule(
    "format-structure",
    Level.ERROR,
    "Every format has the types, descriptions, pages, views and indexes that a release of its version has.",
    "The same values mean something else under another type or description, and a trigger or formula can act.",
    bad="A view was changed in the SQLite file, and every hash was replaced.",
    good="Download the release again.",
)
NOT_CHECKED: Final = FileRule(
    "not-checked",
    Level.NOTE,
    "The report says what could not be checked.",
    "What was not checked may be wrong.",
    bad="A derived table that this version of the tool does not know.",
    good="Verify a release with the tool of its own version.",
)

RELEASE_RULES: Final = (
    CHANGED_FILE,
    REMOVED_FILE,
    ADDED_FILE,
    CHECKSUM_LIST,
    DESCRIPTOR_RULE,
    TABLE_HASH,
    COMPUTED,
    VERSION_CONTENT,
    FORMAT_VALUES,
    FORMAT_STRUCTURE,
    VERSION_RULE,
    ZIP_CONTENT,
    NOT_CHECKED,
)

GROUP: Final = FileRuleGroup(
    "The files of a release",
    "`deportation-goal verify` applies these to a release, a zip or a folder, and all rules on rows to its tables.",
    RELEASE_RULES,
)
