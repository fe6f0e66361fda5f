"""The text of a page saved from a browser: what a reader sees, without code, markup and what is hidden."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.evidence.html_tokens import Tag, Tokens


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_RAW: Final = _names("script style noscript iframe noembed noframes title textarea xmp")
"""Elements whose content holds no tags: it ends at their end tag only."""
_UNSEEN: Final = _names(
    "template title svg math object audio video canvas select textarea datalist meter progress rp"
) | (_RAW - {"xmp"})
"""Elements whose content a browser does not show, or draws; what a title says is a heading of the page too."""
_INLINE: Final = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike "
    "strong sub sup time tt u var wbr"
)
"""Elements inside a line: a number may run through them, so they put no space into it."""
_FORMATTING: Final = _names("a b big code em font i nobr s small strike strong tt u")
"""Elements that end where their end tag is, whatever is open inside them."""
_VOID: Final = _names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
)
_WHOLE: Final = _names("html head body frameset")
"""Elements that may be left out, so that their tags neither open nor end anything."""
_HEADINGS: Final = _names("h1 h2 h3 h4 h5 h6")
_CLOSES_P: Final = _HEADINGS | _names(
    "address article aside blockquote center details dialog dd dir div dl dt fieldset figcaption figure footer form "
    "header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp"
)
"""Elements whose start tag ends a paragraph."""
_BARRIERS: Final = _names("applet caption desc foreignobject marquee object table td template th title")
"""Elements that a tag inside them cannot end (HTML Living Standard, "has an element in scope")."""
_TABLE_BARRIERS: Final = frozenset({"table", "template"})
_LIST_BARRIERS: Final = _BARRIERS | {"ol", "ul"}
_BUTTON_BARRIERS: Final = _BARRIERS | {"button"}
_SPECIAL: Final = _CLOSES_P | _BARRIERS | _names("button colgroup select tbody tfoot thead tr")
_ITEM_BARRIERS: Final = _SPECIAL - {"address", "div", "p"}
_TABLE_PARTS: Final = {
    "caption": ("table",),
    "colgroup": ("table",),
    "tbody": ("table",),
    "thead": ("table",),
    "tfoot": ("table",),
    "tr": ("tbody", "thead", "tfoot", "table"),
    "td": ("tr", "tbody", "thead", "tfoot", "table"),
    "th": ("tr", "tbody", "thead", "tfoot", "table"),
}
"""Where each part of a table belongs: its start tag ends what is open in between."""
_ITEMS: Final = {"li": ("li",), "dd": ("dd", "dt"), "dt": ("dd", "dt")}
_LEAVES_DRAWING: Final = _HEADINGS | _names(
    "b big blockquote body br center code dd div dl dt em embed head hr i img li listing menu meta nobr ol p pre ruby s "
    "small span strong strike sub sup table tt u ul var"
)
"""Start tags that end an svg or a math that was not closed."""
_PAGE_IN_DRAWING: Final = _names("foreignobject desc title annotation-xml")
"""Elements of svg and math that hold parts of a page."""
_DISPLAY: Final = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.IGNORECASE)
_MOST_WORK: Final = 10_000_000
"""Most work, about five seconds: a tag or a piece of text costs ten, a step between open elements one."""
_DEEPEST: Final = 512
"""Most elements inside each other; browsers, too, put deeper ones beside each other."""


class _Page:
    """Collects what a reader sees, and keeps track of the open elements that decide it."""

    def __init__(self, markup: str, is_xml: bool) -> None:
        self.parts: list[str] = []
        self._is_xml = is_xml
        self._tokens = Tokens(markup)
        self._open: list[tuple[str, bool, bool]] = []
        """Name, whether its content is hidden, whether its content is a drawing: svg or math."""
        self._names: Counter[str] = Counter()
        self._hidden = 0
        self._work = 0

    def read(self) -> None:
        for token in self._tokens:
            self._work += 10
            if self._work > _MOST_WORK:
                raise UserError(
                    "the page has more tags than any article, or far too many inside each other: save what you see "
                    "of it as a text file"
                )
            if isinstance(token, str):
                if not self._hidden:
                    self.parts.append(token)
            elif token.is_end:
                self._end(token.name)
            else:
                self._start(token)

    def _in_drawing(self) -> bool:
        return bool(self._open) and self._open[-1][2]

    def _break(self, name: str) -> None:
        if not self._hidden and name not in _INLINE and name not in _UNSEEN:
            self.parts.append("\n")

    def _start(self, tag: Tag) -> None:
        name = tag.name
        if self._in_drawing():
            if name not in _LEAVES_DRAWING:
                if not tag.closes_itself:
                    self._push(name, False, name not in _PAGE_IN_DRAWING)
                return
            self._leave_drawing()
        if name in _WHOLE:
            self._break(name)
        elif name == "plaintext" or name in _RAW:
            self._end_implied(name)
            self._break(name)
            text = "" if self._is_xml and tag.closes_itself else self._tokens.raw_text(name)
            self.parts.append("" if self._hidden or name in _UNSEEN else text)
        else:
            self._end_implied(name)
            hidden = name in _UNSEEN or _is_hidden(tag)
            if not hidden:
                self._break(name)
            is_drawing = name in ("svg", "math")
            if name not in _VOID and not (tag.closes_itself and (is_drawing or self._is_xml)):
                self._push(name, hidden, is_drawing)

    def _end_implied(self, name: str) -> None:
        """End the open elements that the start of another one ends."""
        if name in _CLOSES_P:
            self._pop_to(self._find("p", _BUTTON_BARRIERS))
        if name in _ITEMS:
            for item in _ITEMS[name]:
                self._pop_to(self._find(item, _ITEM_BARRIERS))
        elif name in _TABLE_PARTS:
            for parent in _TABLE_PARTS[name]:
                place = self._find(parent, _TABLE_BARRIERS)
                if place >= 0:
                    self._pop_to(place + 1)
                    return
        elif name in ("select", "input", "textarea"):
            self._pop_to(self._find("select", _BARRIERS))
        elif name in ("rt", "rp", "button"):
            for item in ("rt", "rp") if name != "button" else ("button",):
                self._pop_to(self._find(item, _BARRIERS))
        elif name in _HEADINGS and self._open and self._open[-1][0] in _HEADINGS:
            self._pop_to(len(self._open) - 1)
        elif name == "a":
            self._remove(self._find("a", _BARRIERS))

    def _end(self, name: str) -> None:
        if self._in_drawing() and name in ("p", "br"):
            self._leave_drawing()
        if name in _FORMATTING:
            self._remove(self._find(name, _BARRIERS))
        elif name in _HEADINGS:
            self._pop_to(max(self._find(heading, _BARRIERS) for heading in _HEADINGS))
        elif name not in _WHOLE:
            self._pop_to(self._find(name, _barriers_to_the_end_of(name)))
        self._break(name)

    def _leave_drawing(self) -> None:
        while self._in_drawing():
            self._pop_to(len(self._open) - 1)

    def _find(self, name: str, barriers: Container[str]) -> int:
        """Where the innermost open element of a name is; -1 if none is open, or only beyond a barrier."""
        if not self._names[name]:
            return -1
        place = len(self._open) - 1
        while (candidate := self._open[place][0]) != name and candidate not in barriers:
            place -= 1
        self._work += len(self._open) - place
        return place if candidate == name else -1

    def _push(self, name: str, hidden: bool, is_drawing: bool) -> None:
        if len(self._open) >= _DEEPEST:
            self._pop_to(_DEEPEST - 1)
        self._open.append((name, hidden, is_drawing))
        self._names[name] += 1
        self._hidden += hidden
        self._tokens.in_foreign_content = self._is_xml or is_drawing

    def _pop_to(self, place: int) -> None:
        """End the element at a place with everything inside it; -1 ends nothing."""
        while 0 <= place < len(self._open):
            self._remove(len(self._open) - 1)

    def _remove(self, place: int) -> None:
        if place >= 0:
            name, hidden, _is_drawing = self._open.pop(place)
            self._names[name] -= 1
            self._hidden -= hidden
            self._tokens.in_foreign_content = self._is_xml or self._in_drawing()


def _barriers_to_the_end_of(name: str) -> Container[str]:
    if name == "table" or name in _TABLE_PARTS:
        return _TABLE_BARRIERS
    if name == "li":
        return _LIST_BARRIERS
    return _BARRIERS if name in _SPECIAL else _SPECIAL


def _is_hidden(tag: Tag) -> bool:
    """Whether an element is not shown: by its style, otherwise by `hidden`; a dialogue is shown when it is open."""
    if tag.name != "dialog" and "hidden" not in (attributes := tag.attributes.lower()) and "style" not in attributes:
        return False
    values = tag.values()
    displays = _DISPLAY.findall(values.get("style", ""))
    if displays:
        return str(displays[-1]).lower() == "none"
    return "hidden" in values or (tag.name == "dialog" and "open" not in values)


def html_text(markup: str, is_xml: bool = False) -> str:
    """Return what a reader sees of a page, a line for each block (HTML Living Standard, elements and their content).

    Args:
        markup: The page, however broken: what is not markup is text.
        is_xml: Whether it is XHTML, where any tag may close itself and CDATA is text.

    Raises:
        UserError: If it has so many tags, or so many inside each other, that reading it would take more than a few seconds.
    """
    page = _Page(markup, is_xml)
    page.read()
    lines = (" ".join(line.split()) for line in "".join(page.parts).split("\n"))
    return "\n".join(line for line in lines if line)
