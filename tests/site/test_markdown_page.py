"""Documents as HTML: headings, tables, links that stay inside the site."""

from __future__ import annotations

from deportation_goal.site.markdown_page import markdown_html

PAGES = {"rules.md": ("rules.html", "The rules")}


def test_headings_have_the_ids_of_code_hosts() -> None:
    html = markdown_html("# How many, and who?\n\n## `figures`\n\n## `figures`\n", {})
    assert '<h1 id="how-many-and-who">' in html
    assert '<h2 id="figures">' in html and '<h2 id="figures-1">' in html


def test_links_lead_to_pages_of_the_site_or_lose_their_address() -> None:
    html = markdown_html("[rule](rules.md#type), [file](../Makefile), [on](https://example.org), [here](#a)", PAGES)
    assert '<a href="rules.html#type">rule</a>' in html
    assert "file" in html and "Makefile" not in html
    assert '<a href="https://example.org" rel="noopener external">on</a>' in html
    assert '<a href="#a">here</a>' in html


def test_a_link_in_the_words_of_a_path_has_the_title_of_the_page() -> None:
    assert '<a href="rules.html">“The rules”</a>' in markdown_html("See [rules.md](rules.md).", PAGES)


def test_html_is_shown_and_not_obeyed_and_comments_go() -> None:
    html = markdown_html("<!-- Generated. -->\n\nA <script>alert(1)</script> [x](javascript:alert(1))\n", {})
    assert "Generated" not in html
    assert "&lt;script&gt;" in html and "<script" not in html
    assert "<a " not in html


def test_tables_head_their_columns() -> None:
    assert '<th scope="col">a</th>' in markdown_html("| a |\n|---|\n| 1 |\n", {})
