"""The figures as Markdown tables, with the aims beside them."""

from collections.abc import Sequence

from benchmarks.figures import Figures, quantile

_HEAD = "| path | votes/s | server CPU ms/vote | wait p50 ms | p95 | p99 |\n|---|--:|--:|--:|--:|--:|"


def rates(n_voters: int, bare: Figures, real: Figures, form: Figures, tuned: Figures) -> str:
    """The four paths with everybody voting without a pause, and what the real path is of the others."""
    lines = [
        f"\n### {n_voters} voters without a pause\n",
        _HEAD,
        _row("Assent, real path", real),
        _row("bare route, one row", bare),
        _row("Streamlit form as shipped", form),
        _row("Streamlit form, collection off", tuned),
        "",
        f"Of the bare route: {real.per_second / bare.per_second:.2f} by rate (aim 0.5), "
        f"{bare.cpu_ms / real.cpu_ms:.2f} by processor time. "
        f"Form as shipped: {_times(real, form)} (aim 20). Collection off: {_times(real, tuned)}.",
    ]
    return "\n".join(lines)


def pace(n_voters: int, every: float, figures: Figures) -> str:
    """The wait for an acknowledgement at the pace of people in a hurry."""
    return "\n".join(
        [
            f"\n### {n_voters} voters, one vote each in {every} s\n",
            _HEAD,
            _row("Assent, real path", figures),
            "",
            "Aim: p99 below 20 ms.",
        ]
    )


def moved(alone: Sequence[float], stream: Sequence[float]) -> str:
    """How long after the acknowledgement the facilitator's page counts the vote."""
    lines = ["\n### The moved tally\n", "| votes | n | p50 ms | p95 ms | max ms |", "|---|--:|--:|--:|--:|"]
    for name, delays in (("one at a time", alone), ("a stream of 20 a second", stream)):
        shown = [quantile(delays, share) * 1000 for share in (0.5, 0.95, 1.0)]
        lines.append(f"| {name} | {len(delays)} | " + " | ".join(f"{ms:.0f}" for ms in shown) + " |")
    return "\n".join([*lines, "", "Aim: p95 below 300 ms."])


def _row(name: str, figures: Figures) -> str:
    waits = " | ".join(f"{figures.wait_ms(share):.1f}" for share in (0.5, 0.95, 0.99))
    return f"| {name} | {figures.per_second:,.0f} | {figures.cpu_ms:.2f} | {waits} |"


def _times(real: Figures, form: Figures) -> str:
    """By rate and by processor time."""
    if not form.waits:
        return "no vote came through"
    return f"{real.per_second / form.per_second:.0f} times by rate, {form.cpu_ms / real.cpu_ms:.0f} by processor time"
