"""deportation-goal site."""

from __future__ import annotations

from pathlib import Path

import click

from deportation_goal.commands.common import RELEASE_FOLDER, PathName, open_package, package_option, writing

EPILOG = """\b
Examples:
  deportation-goal site
  deportation-goal site ~/Downloads/deportation-goal-2.0.0 -o public --base-url https://example.org/goal/
"""


@click.command(epilog=EPILOG)
@click.argument("release", type=PathName(exists=True, file_okay=False, path_type=Path), required=False, metavar="[DIR]")
@click.option(
    "-o",
    "--output",
    "folder",
    type=PathName(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the site goes; site/ in the folder of the release if not given. Its zip goes beside it.",
)
@click.option(
    "--base-url",
    "address",
    default="",
    metavar="URL",
    help="Address at which the site will be, for its sitemap and its pictures on other sites; the homepage in datapackage.json if not given.",
)
@package_option
def site(release: Path | None, folder: Path | None, address: str, package_folder: Path | None) -> None:
    """Build the explorer, a site of plain files, from a built release.

    Takes the release in DIR, or that in dist/ of the package. The pages work from a folder, below any address and
    without scripts, and load nothing from elsewhere. The same release and address give the same bytes. `build` does
    this last.
    """
    from deportation_goal.site.site_folder import build_site
    from deportation_goal.wording import counted

    if release is None:
        package = open_package(package_folder)
        with writing(package):
            built = build_site(package.root / RELEASE_FOLDER, folder, address)
    else:
        built = build_site(release, folder, address)
    size = sum(built.sizes.values()) / 1e6
    click.echo(f"{built.folder}: {counted(len(built.sizes), 'file')}, {size:.1f} MB; packed in {built.zip}")
