"""`onrecord copies`, `versions`: the same article elsewhere, and the same page later."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import click
from sqlalchemy import Connection

from onrecord.cli.output import asking, ledger_option, limit_option, show, terminal_style, terminal_width
from onrecord.errors import UnknownRow
from onrecord.ledger.changes import Change, Cluster, changed_urls, clusters, compare_statements, url_versions
from onrecord.ledger.find import full_id
from onrecord.ledger.read import load
from onrecord.views.changes import render_changes, render_cited, render_version
from onrecord.views.rows import count

plain_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="For people or programs.",
)  # fmt: skip


@click.command("copies", epilog="Example: onrecord copies --ledger news.db")
@click.argument("document", required=False)
@ledger_option
@limit_option
@plain_option
def copies(document: str | None, ledger: str, limit: int, form: str) -> None:
    """Show which documents copy which, and what each copy changed, cut or added, statement by statement.

    With DOCUMENT, only its own copies.
    """
    found = []
    with asking(ledger) as connection:
        wanted = None if document is None else full_id(connection, document)
        every = [cluster for cluster in clusters(connection) if wanted in (None, *_members(cluster))]
        for cluster in every[:limit]:
            first = load(connection, cluster.first.document).record
            found.append(
                (cluster, [compare_statements(first, load(connection, copy.cited.document).record)
                           for copy in cluster.copies])
            )  # fmt: skip
    if form == "json":
        show(json.dumps([_cluster_object(*one) for one in found], ensure_ascii=False, indent=2) + "\n")
    else:
        show(_clusters_text(found, len(every)))


def _members(cluster: Cluster) -> list[str]:
    return [cluster.first.document, *(copy.cited.document for copy in cluster.copies)]


def _clusters_text(found: list[tuple[Cluster, list[tuple[Change, ...]]]], total: int) -> str:
    if not found:
        return "No document of the ledger copies another.\n"
    style, lines = terminal_style(), []
    for cluster, changes in found:
        lines.append(style(render_cited(cluster.first), bold=True, fg="cyan"))
        for copy, changed in zip(cluster.copies, changes, strict=True):
            share = f"{copy.containment:.0%} of the shorter, {copy.jaccard:.0%} of both"
            lines.append(f"  copied by {render_cited(copy.cited)} ({share})")
            lines.append(render_changes(changed, terminal_width(), style))
    lines.append(f"{count(len(found), 'cluster')} of {total:,}" if len(found) < total else count(total, "cluster"))
    return "\n".join(lines) + "\n"


def _cluster_object(cluster: Cluster, changes: list[tuple[Change, ...]]) -> dict[str, Any]:
    copied = [
        asdict(copy) | {"changes": [_change_object(change) for change in changed]}
        for copy, changed in zip(cluster.copies, changes, strict=True)
    ]
    return {"first": asdict(cluster.first), "copies": copied}


def _change_object(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "one": change.one.id if change.one else None,
        "other": change.other.id if change.other else None,
        "words": [asdict(words) for words in change.words],
    }


@click.command("versions", epilog="Example: onrecord versions https://tarn-courier.example/wall --ledger news.db")
@click.argument("url", required=False)
@ledger_option
@limit_option
@plain_option
def versions(url: str | None, ledger: str, limit: int, form: str) -> None:
    """Show the pages that changed without a word; with URL, what changed in it, statement by statement."""
    with asking(ledger) as connection:
        if url is None:
            show(_changed_pages(connection, limit, form))
            return
        every = url_versions(connection, url)
        if not every:
            raise UnknownRow(f"{url} is not in this ledger: `onrecord versions` lists the pages that changed")
        records = [load(connection, version.document).record for version in every]
    changes = [compare_statements(one, other) for one, other in pairwise(records)]
    if form == "json":
        found = {"url": url, "versions": [asdict(version) for version in every],
                 "changes": [[_change_object(change) for change in changed] for changed in changes]}  # fmt: skip
        show(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        return
    style = terminal_style()
    lines = [render_version(every[0])]
    for version, changed in zip(every[1:], changes, strict=True):
        lines += [render_version(version), render_changes(changed, terminal_width(), style)]
    show("\n".join(lines) + "\n")


def _changed_pages(connection: Connection, limit: int, form: str) -> str:
    pages = changed_urls(connection, limit)
    if form == "json":
        return json.dumps([asdict(page) for page in pages], ensure_ascii=False, indent=2) + "\n"
    lines = [f"{page.url} · {count(page.versions, 'version')}, last seen {page.last_seen}" for page in pages]
    return "\n".join(lines or ["No page of the ledger was found in two versions."]) + "\n"


COMMANDS = {"copies": copies, "versions": versions}
