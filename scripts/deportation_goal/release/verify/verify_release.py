"""Verifies a release: asks one question after the other and keeps the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.findings import CheckResult, Finding, Level
from deportation_goal.package.descriptor import DESCRIPTOR, Package, load_package
from deportation_goal.package.root import installed_package
from deportation_goal.package.root import version as installed_version
from deportation_goal.package.unpacked import opened
from deportation_goal.release.archive import SUMS, file_hash, hash_file
from deportation_goal.release.folder import release_and_site
from deportation_goal.release.verify.format_values import check_formats, compared_formats
from deportation_goal.release.verify.listed_files import FilesChecked, check_files, check_site
from deportation_goal.release.verify.own_version import check_own_version
from deportation_goal.release.verify.table_checks import RulesChecked, check_computed, check_hashes, check_rules
from deportation_goal.release.verify.verification import Release, State, Step, Verified, file_finding
from deportation_goal.release.verify.zip_hashes import check_zips, zips_of
from deportation_goal.rules.release_files import DESCRIPTOR_RULE, NOT_CHECKED
from deportation_goal.wording import counted

Progress = Callable[[str], None]
_NOT_ASKED: Final = "not asked, as"


def verify(path: Path, progress: Progress, tool_version: str = "", installed: Path | None = None) -> Verified:
    """Verify a release.

    Args:
        path: A zip or a folder.
        progress: Told the name of each step before it begins.
        tool_version: Version of the tool; the installed one if not given.
        installed: Folder of the package that the tool carries; the installed one if not given.

    Raises:
        UserError: If there is no release, or it is not safe to unpack.
    """
    progress("unpacking")
    with opened(path) as (folder, damaged):
        present, of_site = release_and_site(folder)
        own = (tool_version or installed_version(), installed or installed_package())
        return _Verification(Release(folder, path, present, frozenset(damaged), *own), progress, of_site).run()


class _Verification:
    """The questions about one release."""

    def __init__(self, release: Release, progress: Progress, of_site: frozenset[str]) -> None:
        self._release, self._progress, self._of_site = release, progress, of_site
        self._steps: list[Step] = []
        self._checked = RulesChecked(CheckResult((), {}, {}), {})

    def run(self) -> Verified:
        """Ask them all.

        Raises:
            UserError: If the folder is no release.
        """
        self._progress("comparing checksums")
        files = check_files(self._release)
        described = self._described(files)
        package = described if isinstance(described, Package) else None
        self._refuse_source(package)
        said = f"{counted(files.listed, 'file')} with the hashes of {SUMS}" if files.listed else f"no {SUMS}"
        self._add("files", said, files.findings)
        if self._of_site:
            self._progress("comparing the site with its checksums")
            site = check_site(self._release, self._of_site)
            self._add("site", f"{counted(site.listed, 'file')} as listed", site.findings)
        if isinstance(described, Package):
            self._ask(described, files)
        else:
            self._steps.append(described)
        return self._verified(package)

    def _described(self, files: FilesChecked) -> Package | Step:
        """Return the package, or a step that says why it cannot be read."""
        broken = sorted(path for path in files.unsound if path == DESCRIPTOR or path.startswith("schemas/"))
        if broken:
            return Step("descriptor", State.SKIPPED, f"{_NOT_ASKED} {broken[0]} is not as released")
        try:
            return load_package(self._release.folder)
        except UserError as error:
            finding = file_finding(DESCRIPTOR_RULE, DESCRIPTOR, str(error).replace(f"{self._release.folder}/", ""))
            return Step("descriptor", State.FAILED, "cannot be read", (finding,))

    def _refuse_source(self, package: Package | None) -> None:
        members = package.descriptor["resources"] if package else []
        if (
            SUMS not in self._release.present | self._release.damaged
            and members
            and not any("hash" in member for member in members)
        ):
            raise UserError(
                f"{self._release.named} is the package itself, not a release of it: `deportation-goal build` makes one in dist/"
            )

    def _ask(self, package: Package, files: FilesChecked) -> None:
        resources, unsound = package.resources, files.unsound
        broken = sorted(resource.path for resource in resources if resource.path in unsound)
        self._progress("comparing the tables with the descriptor")
        said = f"{counted(len(resources) - len(broken), 'table')} as {DESCRIPTOR} describes them: hash, size, rows"
        changed = list(check_hashes(package, unsound))
        self._add("descriptor", said, changed)
        if broken:
            for name in ("rules", "computed"):
                self._skip(name, f"{_NOT_ASKED} {broken[0]} is not as released")
        else:
            # The metadata hold the hashes of the tables, and tools of other versions write other metadata.
            self._ask_rules(package, files, only_derived=bool(changed) or not self._release.is_own(package))
        self._ask_version(package, unsound | {finding.path for finding in changed})
        self._progress("comparing the formats")
        names = [form.title for form in compared_formats(self._release)]
        said = f"{', '.join(names)} hold the values of the CSVs" if names else "there are none"
        left_out = f", but for {', '.join(broken)}, not compared" if broken else ""
        self._add("formats", f"{said}{left_out}", check_formats(self._release, package, unsound, self._checked.rows))
        self._ask_zips(package)

    def _ask_version(self, package: Package, unsound: frozenset[str]) -> None:
        tool = f"version {self._release.tool_version}"
        if not self._release.is_own(package):
            self._skip("version", f"{_NOT_ASKED} this tool has a copy of {tool} only")
            return
        self._progress("comparing schemas and documents")
        findings = list(check_own_version(self._release, package, unsound))
        same = "schemas, documents, licences and tables"
        if any(finding.level is Level.NOTE for finding in findings):
            same = "schemas, documents and licences"
        self._add("version", f"{same} are those of {tool}", findings)

    def _ask_rules(self, package: Package, files: FilesChecked, *, only_derived: bool) -> None:
        self._progress("checking all rules")
        try:
            self._checked = check_rules(self._release, package)
        except UserError as error:
            self._not_checked("rules", str(error))
            self._skip("computed", f"{_NOT_ASKED} the rules were not checked")
            return
        result = self._checked.result
        rows = sum(result.rows.values())
        findings = result.findings
        warnings = ""
        if self._release.is_own(package):
            # A release may be made with warnings: they do not speak against it.
            findings = tuple(finding for finding in findings if finding.level is Level.ERROR)
            known = result.count(Level.WARNING)
            warnings = f", {counted(known, 'warning')}" if known else ""
        self._add("rules", f"{counted(rows, 'row')} keep all rules{warnings}", findings)
        if result.failed():
            self._skip("computed", f"{_NOT_ASKED} the tables break rules")
            return
        self._progress("computing again what is derived")
        try:
            differing = list(check_computed(self._release, package, files, self._checked, only_derived=only_derived))
        except (UserError, KeyError) as error:
            self._not_checked("computed", str(error))
            return
        what = "derived tables" if only_derived else "derived tables, metadata and SVG pictures"
        self._add("computed", f"{what} are what the tables give", differing)

    def _ask_zips(self, package: Package) -> None:
        """Compare the zip that was named, or that lies in the folder, if there is one."""
        zips = zips_of(self._release)
        if not zips:
            return
        self._progress("comparing the zip")
        said = [] if zips == [self._release.named] else ["holds the same files"]
        for zipped in zips:
            beside = hash_file(zipped).name
            if hash_file(zipped).is_file():
                said.append(f"matches the hash in {beside}")
            else:
                said.append(
                    f"has no {beside} beside it; its SHA-256 to compare with the published one is {file_hash(zipped)}"
                )
        reported = {finding.path for step in self._steps if step.name == "files" for finding in step.findings}
        findings = tuple(check_zips(self._release, package.version, reported))
        self._add("zip", f"{zips[0].name} {' and '.join(said)}", findings)

    def _add(self, name: str, says: str, findings: Iterable[Finding]) -> None:
        kept = tuple(findings)
        errors = sum(1 for finding in kept if finding.level is Level.ERROR)
        failed = bool(errors) or any(finding.level is Level.WARNING for finding in kept)
        if failed:
            says = counted(errors, "error") if errors else counted(len(kept), "warning")
        self._steps.append(Step(name, State.FAILED if failed else State.OK, says, kept))

    def _skip(self, name: str, why: str) -> None:
        self._steps.append(Step(name, State.SKIPPED, why))

    def _not_checked(self, name: str, why: str) -> None:
        message = f"{name}: {why}; a tool of the version of the release can check it"
        self._steps.append(Step(name, State.SKIPPED, why, (file_finding(NOT_CHECKED, DESCRIPTOR, message),)))

    def _verified(self, package: Package | None) -> Verified:
        findings: Sequence[Finding] = [finding for step in self._steps for finding in step.findings]
        return Verified(
            str(self._release.named),
            package.version if package else "",
            str(package.descriptor.get("created", ""))[:10] if package else "",
            tuple(self._steps),
            CheckResult(
                tuple(sorted(findings, key=lambda found: (found.path, found.line, found.column, found.rule))),
                self._checked.result.rows,
                self._checked.result.paths,
            ),
        )
