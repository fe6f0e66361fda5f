"""deportation-goal release."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from deportation_goal.commands.common import open_package, package_option, progress_steps, writing
from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.wording import and_more

if TYPE_CHECKING:
    from deportation_goal.release.publish.make_release import Published
    from deportation_goal.release.publish.plan import Plan

_REASONS_SHOWN: Final = 20

EPILOG: Final = """\b
Examples:
  deportation-goal release --previous deportation-goal-1.0.0.zip --dry-run    what the next release would be
  deportation-goal release --previous deportation-goal-1.0.0.zip              commit and tag it; nothing is pushed
  deportation-goal release --version 1.0.0                                    a first release with its own version
"""


@click.command(epilog=EPILOG)
@click.option(
    "--version",
    "wanted",
    default="auto",
    metavar="auto|X.Y.Z",
    help="The version. auto (the default) takes the lowest that the changes since the last release allow.",
)
@click.option(
    "--previous",
    type=click.Path(path_type=Path),
    metavar="ZIP|DIR",
    help="The last release, as published or rebuilt from its commit; required after the first release.",
)
@click.option(
    "--licence-changed", is_flag=True, help="Confirm that the licence is meant to differ from that of the last release."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done; change nothing.")
@package_option
def release(
    wanted: str, previous: Path | None, licence_changed: bool, dry_run: bool, package_folder: Path | None
) -> None:
    """Make a release: version, changelog, commit, two equal builds, tag.

    The last release is the commit that raised the version. Today's code runs on its tables (--previous), to count the
    derived rows that the code changed. Refuses a working tree with changes, findings of the check, stale
    documents, a version that is too low, a changed cell or a missing id without its reason, and another licence without
    --licence-changed. Writes version and date, added_in, data/changes.csv, revisions and CHANGELOG.md, commits, builds
    twice from clean checkouts, compares, verifies and tags. If anything fails, nothing is changed. Pushes nothing.
    """
    package = open_package(package_folder)
    from deportation_goal.package.clock import now
    from deportation_goal.release.publish.make_release import publish
    from deportation_goal.release.publish.plan import plan_release

    # SIGTERM cleans up as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with writing(package):
            with progress_steps() as progress:
                plan = plan_release(
                    package,
                    wanted,
                    now(),
                    _stale_documents,
                    progress,
                    previous=previous,
                    licence_changed=licence_changed,
                )
            if dry_run:
                _show(plan)
                return
            with progress_steps() as progress:
                published = publish(plan, progress)
    except UserError as error:
        raise UserError(f"no release: {error}", error.exit_code) from None
    except KeyboardInterrupt:
        raise UserError("interrupted: no release was made, and nothing was changed", EXIT_ERRORS) from None
    _tell(plan, published)


def _stale_documents(root: Path) -> list[str]:
    from deportation_goal.commands import cli
    from deportation_goal.pages.generated_pages import pages, stale_pages

    return stale_pages(root, pages(root, cli))


def _show(plan: Plan) -> None:
    """Print what would be done."""
    click.echo(_title("would release", plan))
    for reason in plan.reasons[:_REASONS_SHOWN]:
        click.echo(f"  {reason.step.word}: {reason.sentence}")
    for rest in and_more(plan.reasons, _REASONS_SHOWN):
        click.echo(f"  {rest}: `deportation-goal diff` lists them")
    for sentence in plan.diff.not_compared if plan.diff else ():
        click.echo(f"  not compared: {sentence}")
    click.echo(f"\nwould write {', '.join(plan.files)} and the generated documents")
    click.echo(f"would commit on {plan.repository.branch}, build twice, compare, verify, and tag {plan.tag}")
    click.echo(f"\nCHANGELOG.md would get:\n\n{plan.block}")
    _warn(plan)
    click.echo("Nothing was changed.")
    if plan.refusal:
        raise UserError(plan.refusal, EXIT_ERRORS)


def _warn(plan: Plan) -> None:
    """Print which addresses the descriptor lacks, and what each costs."""
    for sentence in plan.missing:
        click.echo(f"warning: {sentence}")


def _title(verb: str, plan: Plan) -> str:
    after = f"after {plan.last.version}, a {plan.step.word} change" if plan.last else "the first release"
    return f"{verb} {plan.version} ({after})"


def _tell(plan: Plan, published: Published) -> None:
    click.echo(f"{_title('released', plan)}: commit {published.commit[:12]}, tag {plan.tag}")
    click.echo(f"two builds from clean checkouts gave the same {published.files} files")
    _warn(plan)
    click.echo("nothing is pushed yet. Look at it, then publish it:")
    click.echo(f"  git show {plan.tag}")
    click.echo(f"  git push --atomic origin {plan.repository.branch} {plan.tag}")
    click.echo("or take it back:")
    click.echo(f"  git tag --delete {plan.tag} && git reset --keep HEAD~1")
