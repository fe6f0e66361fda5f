"""Pages about the release: versions, documents, news."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from deportation_goal.site.release_pages import corrections
from deportation_goal.site.site_files import site_files
from deportation_goal.site.site_model import SiteModel


def test_a_release_without_documents_has_a_page_of_its_version(model: SiteModel) -> None:
    bare = dataclasses.replace(model, documents={})
    files = site_files(bare)
    assert f"releases/{model.facts.version}.html" in files
    assert files["feed.atom"].count(b"<entry>") == 1


def test_each_version_of_the_changelog_has_its_page(model: SiteModel) -> None:
    told = "# Changelog\n\n## Unreleased\n\n- Later.\n\n## 9.1.0 (2031-02-03)\n\n- New.\n\n### Parts\n\n## 9.0.0 (2031-01-01)\n\n- First.\n"
    files = site_files(dataclasses.replace(model, documents={"CHANGELOG.md": told}))
    assert "New." in files["releases/9.1.0.html"].decode()
    assert '<h2 id="parts">' in files["releases/9.1.0.html"].decode()
    assert "First." not in files["releases/9.1.0.html"].decode()
    assert "First." in files["releases/9.0.0.html"].decode()
    assert "Later." not in "".join(content.decode() for path, content in files.items() if path.startswith("releases/"))
    assert f"releases/{model.facts.version}.html" in files


def test_corrections_of_one_kind_are_one_line(model: SiteModel) -> None:
    def revision(number: int, field: str, action: str, date: str) -> dict[str, str]:
        return dict.fromkeys(model.schemas["revisions"].columns, "") | {
            "revision_id": f"rev-{number:06}",
            "table_name": "figures",
            "row_id": f"fig-{number:06}",
            "field": field,
            "action": action,
            "reason": "A reason.",
            "date": date,
        }

    many = [revision(number, "period", "corrected", "2031-02-03") for number in range(6)]
    others = [revision(7, "notes", "wording", "2031-02-03"), revision(8, "notes", "corrected", "2031-02-04")]
    assert [[row["row_id"] for row in rows] for rows in corrections([*many, *others])] == [
        ["fig-000008"],
        [row["row_id"] for row in many],
        ["fig-000007"],
    ]
    corrected = dataclasses.replace(model, documents={}, rows={**model.rows, "revisions": [*many, *others]})
    news = site_files(corrected)["news.html"]
    assert "<code>period</code> of 6 rows" in news.decode()


def test_the_download_page_has_every_file_with_its_hash(files: Mapping[str, bytes], model: SiteModel) -> None:
    page = files["download.html"].decode()
    assert model.files
    for file in model.files:
        assert file.sha256 in page and file.path in page
