"""How well and how fast copies are found, beside MinHash with union-find.

    python bench/copies.py quality                 # precision and recall by operation and strength, clusters, peers
    python bench/copies.py curve                   # the same figures against the settings
    python bench/copies.py speed --articles 100000 # articles a second and memory, on generated articles
    python bench/copies.py record --articles 10000 # articles a second that a record compares

Nobody publishes a gold set of syndicated news that could be used here, so one is made: articles with known texts are
changed as editors change them, with known truth and growing strength, and mixed with pairs that only look like copies.
The articles are the gold texts of WCXB and Fundus in the folder named by COPYDESK_DATA (default ../shared/data). Their
publishers are divided in halves: settings are chosen on the `tuning` half, figures are taken on the `report` half.
"""

import argparse
from collections.abc import Mapping
from importlib.util import find_spec

from syndication.articles import HALVES
from syndication.collection import Case, cases
from syndication.figures import false_by_kind, print_cells, print_methods
from syndication.methods import copydesk, pairs_within, peers
from syndication.records import compute_record_speed
from syndication.settings import compute_curve
from syndication.speed import compute_peer_speed, compute_speed


def compute_quality(truth: Mapping[str, Case], with_peers: bool) -> None:
    """Print all figures as Markdown tables."""
    texts = [case.text for case in truth.values()]
    own = copydesk(texts)
    together = pairs_within(own.clusters)
    print(f"{len(texts)} texts, {sum(case.cell[0] == 'original' for case in truth.values())} originals\n")
    print_methods([own, *(peers(texts) if with_peers else ())], truth)
    print_cells(own, together, truth)
    print("\nWrong pairs:", dict(false_by_kind(own.pairs, truth)), "in groups:", dict(false_by_kind(together, truth)))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="what", required=True)
    quality = commands.add_parser("quality", help="precision and recall by operation and strength, clusters, peers")
    curve = commands.add_parser("curve", help="the figures against the settings")
    curve.add_argument("settings", nargs="*", help="settings to change, as SAME_TEXT; all if none is named")
    for command, half in ((quality, "report"), (curve, "tuning")):
        command.add_argument("--half", choices=HALVES, default=half, help="publishers whose articles are used")
    speed = commands.add_parser("speed", help="articles a second and memory, on generated articles")
    speed.add_argument("--articles", type=int, default=10_000, help="articles to generate")
    speed.add_argument("--updates", type=int, default=1, help="parts in which they are added")
    record = commands.add_parser("record", help="articles a second that a record compares, on generated articles")
    record.add_argument("--articles", type=int, default=10_000, help="articles to generate")
    for command in (quality, speed):
        command.add_argument("--no-peers", dest="peers", action="store_false", help="measure copydesk alone")
    chosen = parser.parse_args()
    with_peers = getattr(chosen, "peers", False) and find_spec("datasketch") is not None
    if chosen.what == "speed":
        compute_speed(chosen.articles, chosen.updates)
        if with_peers:
            compute_peer_speed(chosen.articles)
        return
    if chosen.what == "record":
        compute_record_speed(chosen.articles)
        return
    truth = {case.text.id: case for case in cases(chosen.half)}
    if chosen.what == "curve":
        compute_curve(truth, chosen.settings)
    else:
        compute_quality(truth, with_peers)


if __name__ == "__main__":
    main()
