"""The rules on the files of a release."""

from __future__ import annotations

from typing import Final

from deportation_goal.findings import Level
from deportation_goal.rules.rule import FileRule, FileRuleGroup

CHANGED_FILE: Final = FileRule(
    "changed-file",
    Level.ERROR,
    "Every file has the hash that SHA256SUMS gives.",
    "A file with another hash is not the one that was released, be it by a broken download or by a hand.",
    bad="One byte of figures.csv differs.",
    good="Download the release again.",
)
REMOVED_FILE: Final = FileRule(
    "removed-file",
    Level.ERROR,
    "Every file that SHA256SUMS lists is there, and so is every file that a release of this version has.",
    "What is missing cannot be checked, and a reader would not know that it was there.",
    bad="quotes.csv was deleted.",
    good="Download the release again.",
)
ADDED_FILE: Final = FileRule(
    "added-file",
    Level.ERROR,
    "SHA256SUMS lists every file.",
    "A file that was added has no part in the release, whatever its name promises.",
    bad="A file figures-new.csv beside figures.csv.",
    good="Keep your own files elsewhere.",
)
CHECKSUM_LIST: Final = FileRule(
    "checksum-list",
    Level.ERROR,
    "SHA256SUMS is there, and each of its lines is a hash and a path.",
    "Without it nobody can say which files were released.",
    bad="SHA256SUMS is missing, or was saved by a program that changed it.",
    good="Download the release again.",
)
DESCRIPTOR_RULE: Final = FileRule(
    "release-descriptor",
    Level.ERROR,
    "datapackage.json and the schemas can be read, and describe this dataset.",
    "Everything else is read as they say.",
    bad="A schema with an unknown type.",
    good="Download the release again.",
)
TABLE_HASH: Final = FileRule(
    "table-hash",
    Level.ERROR,
    "Hash, size and number of rows of each table are those in datapackage.json.",
    "Where SHA256SUMS agrees with the file and datapackage.json does not, the list was made anew after a change.",
    bad="A row of figures.csv was changed, and SHA256SUMS written again.",
    good="Download the release again; if you changed it yourself, `deportation-goal build` makes a release.",
)
COMPUTED: Final = FileRule(
    "computed-file",
    Level.ERROR,
    "The derived tables, the metadata and the pictures are what the tables give.",
    "They are computed and never edited: a difference is a change of theirs, or of the tables.",
    bad="A number in derived/agreement.csv was changed, and every hash mended.",
    good="Correct the tables and build the release again.",
)
FORMAT_VALUES: Final = FileRule(
    "format-values",
    Level.ERROR,
    "Every format holds the rows and values of the CSV.",
    "Whoever reads the Parquet file must learn the same as whoever reads the CSV.",
    bad="A value was changed in figures.csv and every hash mended: the other formats still have the old one.",
    good="Correct the tables and build the release again.",
)
VERSION_RULE: Final = FileRule(
    "release-version",
    Level.ERROR,
    "Every format and the name of the zip have the version of datapackage.json.",
    "Two versions in one release are two releases mixed.",
    bad="A zip called deportation-goal-1.2.0.zip that holds 1.1.0.",
    good="Download the release again, and keep the name of the zip.",
)
ZIP_CONTENT: Final = FileRule(
    "zip-content",
    Level.ERROR,
    "The zip can be unpacked, has the hash beside it, and holds the files of the folder that it lies in.",
    "It is the form in which most people get the release.",
    bad="The zip is of an earlier build than the folder.",
    good="Download the release again.",
)
NOT_CHECKED: Final = FileRule(
    "not-checked",
    Level.NOTE,
    "What could not be checked is said.",
    "A question that nobody asked is not answered with yes.",
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
    FORMAT_VALUES,
    VERSION_RULE,
    ZIP_CONTENT,
    NOT_CHECKED,
)

GROUP: Final = FileRuleGroup(
    "The files of a release",
    "`deportation-goal verify` applies these to a release, a zip or a folder, and all rules on rows to its tables.",
    RELEASE_RULES,
)
