"""Rules on what a contributor sends, beside those that every row of the data satisfies."""

from __future__ import annotations

from typing import Final

from deportation_goal.findings import Level
from deportation_goal.rules.rule import FileRule, FileRuleGroup

UNREADABLE: Final = FileRule(
    "unreadable-file",
    Level.ERROR,
    "The file is a CSV in UTF-8, an XLSX workbook, JSON or JSON Lines.",
    "Another format, encoding or separator would be read wrongly without anybody noticing.",
    bad="A CSV in UTF-16, or with semicolons; an .xls; a workbook with a password.",
    good='Save as "CSV UTF-8 (comma delimited)" or as .xlsx without a password.',
)
UNSAFE_WORKBOOK: Final = FileRule(
    "unsafe-workbook",
    Level.ERROR,
    "A workbook holds plain cells: no macros, formulas, merged cells or hidden sheets, and no more than it shows.",
    "A formula or a merged cell does not say what it means, and people send hidden sheets without knowing it.",
    bad="A cell with =A1+1; a macro workbook; two cells merged; a file that unpacks to gigabytes.",
    good="Paste as values only, unmerge, show or delete hidden sheets.",
)
WHICH_TABLE: Final = FileRule(
    "which-table",
    Level.ERROR,
    "Every row says which table it belongs to.",
    "A row of quotes and a row of figures have different columns.",
    bad="A CSV called rows.csv and no TABLE on the command line.",
    good="Name the table on the command line, the sheet after the table, or give each row a `table`.",
)
UNKNOWN_COLUMN: Final = FileRule(
    "unknown-column",
    Level.ERROR,
    "Every column of the file is a column of its table.",
    "A column that the table does not have would be lost without notice.",
    bad="A column `Value text`.",
    good="The column `value_text`.",
)
NOT_A_ROW: Final = FileRule(
    "not-a-row",
    Level.ERROR,
    "Every line below the header is a row of the table.",
    "A second header, a total or a repeated row would be counted as data.",
    bad="A line that repeats the names of the columns; a last line with the sum.",
    good="One header, and below it one line for each row.",
)
WRITTEN_COLUMN: Final = FileRule(
    "written-column",
    Level.ERROR,
    "A column that only the tool writes is left empty.",
    "`added_in` says which release brought a row, and only the release knows that.",
    bad="A new row with `added_in` 1.0.0.",
    good="Leave the cell empty, or leave the column out.",
)
WORDS_FOUND: Final = FileRule(
    "words-in-text",
    Level.ERROR,
    "The words of a passage are in the text, and are long enough to be found again.",
    "The locator is made from the place where they are found.",
    bad="Words that were typed from memory, or three words only.",
    good="The whole sentence, copied from the text.",
)
WORDS_TWICE: Final = FileRule(
    "words-twice",
    Level.WARNING,
    "The words of a passage occur once in the text.",
    "If they occur twice, the first place counts, which may be the wrong one.",
    bad="A headline that the body repeats.",
    good="A longer passage that occurs once.",
)
SPREADSHEET: Final = FileRule(
    "spreadsheet-value",
    Level.WARNING,
    "A value is as it was typed; the spreadsheet did not change it.",
    "Spreadsheets turn 2025-03 into a day, 70% into 0.7 and 00012 into 12. If only one reading is possible, the value is corrected and reported.",
    bad="2025-03-01 00:00:00 for the month 2025-03.",
    good="A column in the format Text, as in the template.",
)
TEXT_REMAINS: Final = FileRule(
    "text-remains",
    Level.WARNING,
    "A value is what was meant: no Markdown, no word such as n/a, no year far in the future.",
    "Only the sender can say whether it was meant.",
    bad="**about** 4,000 people; n/a in a column of numbers; the year 2062.",
    good="about 4,000 people; an empty cell; 2026.",
)

OLD_TEMPLATE: Final = FileRule(
    "old-template",
    Level.WARNING,
    "A template has the columns and codes of the current version of the dataset.",
    "Columns and codes change. An older template may offer some that are refused, and it lacks new ones.",
    bad="A template of version 0.1.0 after a column was added.",
    good="A new template, written with `deportation-goal template`.",
)
SUBMISSION_RULES: Final = {
    rule.id: rule
    for rule in (
        UNREADABLE,
        UNSAFE_WORKBOOK,
        WHICH_TABLE,
        UNKNOWN_COLUMN,
        NOT_A_ROW,
        WRITTEN_COLUMN,
        WORDS_FOUND,
        WORDS_TWICE,
        SPREADSHEET,
        TEXT_REMAINS,
        OLD_TEMPLATE,
    )
}
"""The rules on submitted files, by id."""

GROUP: Final = FileRuleGroup(
    "A contributor's file",
    "`deportation-goal add` applies these to the file that a contributor sends, and all rules above to its rows.",
    tuple(SUBMISSION_RULES.values()),
)
